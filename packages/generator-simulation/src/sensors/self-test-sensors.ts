import { type CodedColumn, columnOf, type Measurement, type NumericColumn, type Table } from '@verisim/core';
import { createBatches, ratioInterval } from '../batches.ts';
import { heldAgainst, type Interval, type SelfTest } from '../self-test.ts';
import { faultKinds, meanLength } from './fault-kinds.ts';
import type { SensorsSettings } from './options.ts';
import { seasonOf, trendOf } from './signal.ts';

const PARTS = 8;
/** Seconds of a day. */
const DAY = 86_400;

/** Sums of products over parts of blocks. */
interface Ratio {
  readonly sums: number[];
  readonly counts: number[];
}

/**
 * Holds rows against the options. What is left of the true readings without season, trend and regime must have the stated deviation and autocorrelation, and
 * between neighbours, one behind the other by their lag, the shared part as correlation; and nothing of season and trend (so that these are as stated). Readings are faulty
 * as often as theory has it, and regimes last as long as stated.
 */
export function selfTestSensors(settings: SensorsSettings): SelfTest {
  const { noise, lags, sensors, signal } = settings;
  const [variance, memory, shared, season, trend] = [0, 1, 2, 3, 4].map((): Ratio => ({ sums: [], counts: [] }));
  const [faulty, changes] = [createBatches(), createBatches()];
  return {
    add(block) {
      const fault = (columnOf(block, 'fault') as CodedColumn).codes;
      faulty.add(block.rows, (row) => (fault[row] > 0 ? 1 : 0));
      const regime = (columnOf(block, 'regime') as CodedColumn).codes;
      changes.add(block.rows, (row) => (row < sensors ? Number.NaN : Number(regime[row] !== regime[row - sensors])));
      const rest = residuals(settings, block);
      const at = readingsOf(settings, block);
      const steps = Math.floor(rest.length / sensors);
      for (let part = 0; part < PARTS; part++) {
        const [from, to] = [part, part + 1].map((n) => Math.floor((steps * n) / PARTS) * sensors);
        const slice = rest.subarray(from, to);
        addRatio(variance, slice, 0, 0, sensors, null);
        addRatio(memory, slice, sensors, 0, sensors, 1);
        if (sensors > 1) addRatio(shared, slice, lags[1] * sensors + 1, 0, sensors, 1, true);
        const own = at.subarray(from, to);
        addSlope(
          season,
          slice,
          own.map((reading) => Math.sin((2 * Math.PI * reading) / settings.period)),
        );
        addSlope(
          trend,
          slice,
          own.map((reading) => (reading * settings.interval) / DAY),
        );
      }
    },
    measurements: () => {
      const spread = ratioInterval(variance);
      const root = spread && {
        value: Math.sqrt(spread.value),
        low: Math.sqrt(Math.max(0, spread.low)),
        high: Math.sqrt(spread.high),
      };
      const found: Measurement[] = [
        heldAgainst('noise-deviation', root, noise.deviation),
        heldAgainst('noise-autocorrelation', ratioInterval(memory), noise.memory),
      ];
      if (signal.amplitude > 0)
        found.push(heldAgainst('season-amplitude', above(signal.amplitude, season), signal.amplitude));
      if (signal.trend !== 0) found.push(heldAgainst('trend', above(signal.trend, trend), signal.trend));
      if (signal.regimes > 1)
        found.push(heldAgainst('share-of-regime-changes', changes.interval(), settings.interval / signal.regimeLength));
      if (sensors > 1) found.push(heldAgainst('correlation-at-lag', ratioInterval(shared), noise.shared));
      found.push(heldAgainst('share-of-faulty-readings', faulty.interval(), faultShare(settings)));
      return found;
    },
  };
}

/** True readings without what is certain, in row order. */
function residuals(settings: SensorsSettings, block: Table): Float64Array {
  const truth = (columnOf(block, 'truth') as NumericColumn).values;
  const at = readingsOf(settings, block);
  const regime = (columnOf(block, 'regime') as CodedColumn).codes;
  return truth.map((value, row) => {
    return value - seasonOf(settings, at[row]) - trendOf(settings, at[row]) - settings.signal.regimeStep * regime[row];
  });
}

/** The place of each row's reading in the signal. */
function readingsOf({ start, interval, lags, sensors }: SensorsSettings, block: Table): Float64Array {
  const time = (columnOf(block, 'time') as NumericColumn).values;
  return time.map((at, row) => Math.round((at - start) / 1000 / interval) - lags[row % sensors]);
}

/** Adds the slope of values over something, both less their means: products over squares. */
function addSlope(to: Ratio, values: Float64Array, over: Float64Array): void {
  const [a, b] = [meanOf(values), meanOf(over)];
  let [sum, squares] = [0, 0];
  for (let i = 0; i < values.length; i++) {
    sum += (values[i] - a) * (over[i] - b);
    squares += (over[i] - b) ** 2;
  }
  to.sums.push(sum);
  to.counts.push(squares);
}

const meanOf = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** What is left of something, and how much was taken off, with the interval of what is left. */
function above(stated: number, left: Ratio): Interval | null {
  const found = ratioInterval(left);
  return found && { value: stated + found.value, low: stated + found.low, high: stated + found.high };
}

/** Adds `sum x[i] x[i + offset]` over `sum x[i]^2` (or over a count where `power` is `null`); `first`: of the first sensor alone. */
function addRatio(
  to: Ratio,
  values: Float64Array,
  offset: number,
  from: number,
  sensors: number,
  power: number | null,
  first = false,
): void {
  let [sum, count] = [0, 0];
  for (let i = from; i + offset < values.length; i += first ? sensors : 1) {
    sum += values[i] * values[i + offset];
    count += power === null ? 1 : values[i] * values[i];
  }
  to.sums.push(sum);
  to.counts.push(count);
}

/** Share of time under fault when one kind at a time happens: the loss formula of Erlang for one server (Gross & Harris 1998, section 2.4). */
export function faultShare({ faultRate, period, faults }: SensorsSettings): number {
  const each = faultRate / faultKinds.length;
  const load = (kinds: readonly (typeof faultKinds)[number][]) =>
    kinds.reduce((sum, kind) => sum + each * meanLength(kind, period), 0);
  return load([...new Set(faults.kinds)]) / (1 + load(faultKinds));
}
