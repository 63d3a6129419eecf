import { type CodedColumn, columnOf, type Measurement, type NumericColumn, type Table } from '@verisim/core';
import { createBatches, ratioInterval } from '../batches.ts';
import { heldAgainst, type SelfTest } from '../self-test.ts';
import { faultKinds, meanLength } from './fault-kinds.ts';
import type { SensorsSettings } from './options.ts';
import { seasonOf, trendOf } from './signal.ts';

const PARTS = 8;

/** Sums of products over parts of blocks. */
interface Ratio {
  readonly sums: number[];
  readonly counts: number[];
}

/**
 * Holds rows against the options. What is left of the true readings without season, trend and regime must have the stated deviation and autocorrelation, and
 * between neighbours, one behind the other by their lag, the shared part as correlation; readings are faulty as often as theory has it.
 */
export function selfTestSensors(settings: SensorsSettings): SelfTest {
  const { noise, lags, sensors } = settings;
  const [variance, memory, shared] = [0, 1, 2].map((): Ratio => ({ sums: [], counts: [] }));
  const faulty = createBatches();
  return {
    add(block) {
      const fault = (columnOf(block, 'fault') as CodedColumn).codes;
      faulty.add(block.rows, (row) => (fault[row] > 0 ? 1 : 0));
      const rest = residuals(settings, block);
      const steps = Math.floor(rest.length / sensors);
      for (let part = 0; part < PARTS; part++) {
        const [from, to] = [part, part + 1].map((n) => Math.floor((steps * n) / PARTS) * sensors);
        const slice = rest.subarray(from, to);
        addRatio(variance, slice, 0, 0, sensors, null);
        addRatio(memory, slice, sensors, 0, sensors, 1);
        if (sensors > 1) addRatio(shared, slice, lags[1] * sensors + 1, 0, sensors, 1, true);
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
      if (sensors > 1) found.push(heldAgainst('correlation-at-lag', ratioInterval(shared), noise.shared));
      found.push(heldAgainst('share-of-faulty-readings', faulty.interval(), faultShare(settings)));
      return found;
    },
  };
}

/** True readings without what is certain, in row order. */
function residuals(settings: SensorsSettings, block: Table): Float64Array {
  const { start, interval, lags, sensors, signal } = settings;
  const truth = (columnOf(block, 'truth') as NumericColumn).values;
  const time = (columnOf(block, 'time') as NumericColumn).values;
  const regime = (columnOf(block, 'regime') as CodedColumn).codes;
  return truth.map((value, row) => {
    const reading = Math.round((time[row] - start) / 1000 / interval) - lags[row % sensors];
    return value - seasonOf(settings, reading) - trendOf(settings, reading) - signal.regimeStep * regime[row];
  });
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
