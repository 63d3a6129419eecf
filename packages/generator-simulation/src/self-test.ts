import { type Json, type Measurement, type Model, measurement, sliceRows, type Table } from '@verisim/core';

/** Holds rows against the parameters they were simulated with; takes them block by block, so that memory stays flat. */
export interface SelfTest {
  /** Takes the rows of one block (or the whole of a block that was asked for in part). */
  add(block: Table): void;
  /** One per parameter: what was measured with a 95 % interval, and the stated value as the reference `expected`. */
  measurements(): readonly Measurement[];
}

/** A model that can hold its own rows against its parameters. */
export interface SimulationModel extends Model {
  /** Rows of its blocks. */
  readonly blockRows: number;
  /** What was fitted to a real sample; `null` when nothing was. */
  readonly rates: Json | null;
  selfTest(): SelfTest;
}

/** Holds a sample of a simulator, as `sample` returns it, against the parameters of its model. */
export function selfTest(model: SimulationModel, table: Table): readonly Measurement[] {
  const test = model.selfTest();
  for (let from = 0; from < table.rows; from += model.blockRows)
    test.add(sliceRows(table, from, from + model.blockRows));
  return test.measurements();
}

/** A measurement beside the value it should have. */
export function heldAgainst(metric: string, interval: Interval | null, expected: number): Measurement {
  return measurement(metric, interval?.value ?? null, {
    low: interval?.low ?? null,
    high: interval?.high ?? null,
    better: 'neither',
    reference: { expected },
  });
}

/** A number with a 95 % interval. */
export interface Interval {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/**
 * Whether a self-test speaks against the simulator: the stated value lies further from the measured one than twice the half-width of its 95 % interval
 * (below one time in a thousand by chance). `true` also where nothing
 * could be measured or nothing varied. Ask it from `ENOUGH_BLOCKS` blocks on: what is remembered for long makes intervals from fewer too narrow.
 */
export function agrees({ value, low, high, reference }: Measurement): boolean {
  const expected = reference?.expected;
  if (value === null || low === null || high === null || low === high || expected === undefined) return true;
  const room = 1e-9 * Math.abs(expected);
  return expected >= value - 2 * (value - low) - room && expected <= value + 2 * (high - value) + room;
}
