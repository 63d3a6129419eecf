import { linearQuantile } from '@verisim/statistics';
import { badSample } from '../errors.ts';
import { readSample } from '../real-sample.ts';
import type { SensorsOptions } from './options.ts';

/**
 * The options with rates of a real sample: CSV with `time` (ISO 8601 or seconds) and `value`; of several sensors (column `sensor`) the first. The interval is the median
 * gap; level, trend and a sine of the stated period are fitted by least squares, what is left gives deviation and lag-1 autocorrelation. The sample should hold no
 * faults and two periods or more. Throws `generator-simulation/bad-sample`.
 */
export function fitSensors(options: SensorsOptions, text: string): SensorsOptions {
  const sample = readSample('sensors', text, 30);
  const names = sample.has('sensor') ? sample.texts('sensor') : null;
  const [seconds, values] = [sample.seconds('time'), sample.numbers('value')];
  const rows = Array.from(seconds.keys())
    .filter((row) => names === null || names[row] === names[0])
    .sort((a, b) => seconds[a] - seconds[b]);
  const gaps = rows.slice(1).map((row, i) => seconds[row] - seconds[rows[i]]);
  const interval = linearQuantile(
    gaps.sort((a, b) => a - b),
    0.5,
  );
  if (!(interval > 0))
    throw badSample('sensors', 'half of its readings have no time between them', 'Give the time of each reading.');
  const turn = (2 * Math.PI) / options.signal.period;
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
  const squares = rest.reduce((sum, x) => sum + x * x, 0);
  const products = rest.slice(1).reduce((sum, x, i) => sum + x * rest[i], 0);
  if (!(squares > 0)) throw badSample('sensors', 'it has no noise at all', 'Set noise and signal yourself.');
  const exact = (value: number) => Number(value.toPrecision(5));
  return {
    ...options,
    interval: exact(interval),
    signal: { ...options.signal, amplitude: exact(Math.hypot(fitted[2], fitted[3])), trend: exact(fitted[1]) },
    noise: {
      ...options.noise,
      deviation: exact(Math.sqrt(squares / rest.length)),
      memory: exact(Math.min(0.999, Math.max(0, products / squares))),
    },
  };
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
