import { linearQuantile, normalQuantile } from '@verisim/statistics';
import { badSample } from '../errors.ts';
import { readSample } from '../real-sample.ts';
import type { SensorsOptions } from './options.ts';

/** The sensors after the first are looked for at most so many readings behind, and no more than a quarter of the sample. */
const MOST_LAG = 1000;

/**
 * The options with rates of a real sample: CSV with `time` (ISO 8601 or seconds) and `value`, perhaps `sensor`. The interval is the median
 * gap; level, trend and a sine of the stated period are fitted to the first sensor by least squares, what is left gives deviation and lag-1 autocorrelation. Of several
 * sensors their number is taken, and from the first two the lag at which what is left is most alike and its correlation, where that is more than chance gives (Bartlett 1946). The
 * sample should hold no faults and two periods or more. Throws `generator-simulation/bad-sample`.
 */
export function fitSensors(options: SensorsOptions, text: string): SensorsOptions {
  const sample = readSample('sensors', text, 30);
  const all = sample.has('sensor') ? sample.texts('sensor') : null;
  const [seconds, values] = [sample.seconds('time'), sample.numbers('value')];
  const names = [...new Set(all ?? [''])];
  const [own, second] = names
    .slice(0, 2)
    .map((name) => residualsOf(rowsOf(name, all, seconds), seconds, values, options.signal.period));
  const { interval, fitted, rest } = own;
  const squares = rest.reduce((sum, x) => sum + x * x, 0);
  const products = rest.slice(1).reduce((sum, x, i) => sum + x * rest[i], 0);
  if (!(squares > 0)) throw badSample('sensors', 'it has no noise at all', 'Set noise and signal yourself.');
  const memory = exact(Math.min(0.999, Math.max(0, products / squares)));
  const alike = second === undefined ? null : mostAlike(own, second, memory);
  return {
    ...options,
    ...(names.length > 1 && { sensors: Math.min(1000, names.length) }),
    interval: exact(interval),
    signal: { ...options.signal, amplitude: exact(Math.hypot(fitted[2], fitted[3])), trend: exact(fitted[1]) },
    noise: {
      deviation: exact(Math.sqrt(squares / rest.length)),
      memory,
      shared: alike === null ? options.noise.shared : exact(Math.min(1, alike.correlation)),
    },
    ...(alike !== null && { lag: exact(alike.readings * interval) }),
  };
}

const exact = (value: number): number => Number(value.toPrecision(5));

/** The rows of a sensor in order of time. */
function rowsOf(name: string, names: readonly string[] | null, seconds: Float64Array): readonly number[] {
  return Array.from(seconds.keys())
    .filter((row) => names === null || names[row] === name)
    .sort((a, b) => seconds[a] - seconds[b]);
}

/** What is left of a sensor's readings. */
interface Rest {
  readonly interval: number;
  /** Level, trend a day, cosine and sine. */
  readonly fitted: readonly number[];
  readonly rest: readonly number[];
  /** The place of each on a grid of intervals. */
  readonly at: readonly number[];
}

function residualsOf(rows: readonly number[], seconds: Float64Array, values: Float64Array, period: number): Rest {
  const gaps = rows.slice(1).map((row, i) => seconds[row] - seconds[rows[i]]);
  const interval = linearQuantile(
    gaps.sort((a, b) => a - b),
    0.5,
  );
  if (!(interval > 0))
    throw badSample('sensors', 'half of its readings have no time between them', 'Give the time of each reading.');
  const turn = (2 * Math.PI) / period;
  const terms = rows.map((row) => [
    1,
    seconds[row] / 86_400,
    Math.cos(turn * seconds[row]),
    Math.sin(turn * seconds[row]),
  ]);
  const fitted = leastSquares(
    terms,
    rows.map((row) => values[row]),
  );
  const rest = rows.map((row, i) => values[row] - terms[i].reduce((sum, term, j) => sum + term * fitted[j], 0));
  return { interval, fitted, rest, at: rows.map((row) => Math.round(seconds[row] / interval)) };
}

/** How many readings the second is behind the first, and their correlation then; `null` where none is more than chance gives one time in a hundred. */
function mostAlike(first: Rest, second: Rest, memory: number): { readings: number; correlation: number } | null {
  const places = new Map(second.at.map((place, i) => [place, second.rest[i]]));
  const lags = Math.min(MOST_LAG, Math.floor(first.rest.length / 4));
  let best = { readings: 0, correlation: 0 };
  for (let lag = 0; lag < lags; lag++) {
    let [xy, xx, yy] = [0, 0, 0];
    for (const [i, x] of first.rest.entries()) {
      const y = places.get(first.at[i] + lag);
      if (y === undefined) continue;
      xy += x * y;
      xx += x * x;
      yy += y * y;
    }
    const correlation = xx > 0 && yy > 0 ? xy / Math.sqrt(xx * yy) : 0;
    if (correlation > best.correlation) best = { readings: lag, correlation };
  }
  const error = Math.sqrt((1 + memory ** 2) / (1 - memory ** 2) / first.rest.length);
  return best.correlation > normalQuantile(0.01 / lags) * error ? best : null;
}

/** Solves the normal equations of a few terms by elimination; a term that says nothing new gets 0. */
function leastSquares(terms: readonly (readonly number[])[], values: readonly number[]): readonly number[] {
  const n = terms[0].length;
  const matrix = Array.from({ length: n }, (_, i) => [
    ...Array.from({ length: n }, (_, j) => terms.reduce((sum, term) => sum + term[i] * term[j], 0)),
    terms.reduce((sum, term, row) => sum + term[i] * values[row], 0),
  ]);
  for (let k = 0; k < n; k++) {
    const scale = matrix[k][k];
    if (Math.abs(scale) < 1e-9 * terms.length) {
      matrix[k].fill(0);
      continue;
    }
    for (let i = 0; i < n; i++) {
      if (i === k) continue;
      const factor = matrix[i][k] / scale;
      for (let j = k; j <= n; j++) matrix[i][j] -= factor * matrix[k][j];
    }
  }
  return matrix.map((row, i) => (row[i] === 0 ? 0 : row[n] / row[i]));
}
