import { type TrackedTable, takeTrackedRows, trackedTable } from './dataset.ts';
import { badRequest } from './errors.ts';
import { type Random, shuffle } from './random.ts';
import { concatTables } from './table.ts';

/** A blend and how it came out. */
export interface Blended {
  readonly tracked: TrackedTable;
  readonly synthetic: number;
  /** The ratio that was reached: lower than asked for when there were too few synthetic rows. */
  readonly ratio: number;
}

/** Synthetic rows that make `ratio` = synthetic / (synthetic + real), for `real` rows in the gap. */
export function syntheticRowsFor(ratio: number, real: number): number {
  if (!(ratio >= 0 && ratio < 1))
    throw badRequest(`The ratio ${ratio} is not in [0, 1).`, 'Use 0.5 for one synthetic row per real row.');
  return Math.round((real * ratio) / (1 - ratio));
}

/**
 * All real rows, then a random choice of synthetic rows. `realInGap` is the number of real rows that the ratio counts
 * (all of them unless a gap is being filled). Lineage comes along.
 */
export function blend(
  real: TrackedTable,
  synthetic: TrackedTable,
  options: { readonly ratio: number; readonly realInGap?: number },
  random: Random,
): Blended {
  const inGap = options.realInGap ?? real.table.rows;
  const take = Math.min(synthetic.table.rows, syntheticRowsFor(options.ratio, inGap));
  if (take === 0) return { tracked: real, synthetic: 0, ratio: 0 };
  const order = shuffle(
    Int32Array.from({ length: synthetic.table.rows }, (_, i) => i),
    random,
  )
    .subarray(0, take)
    .sort();
  const chosen = takeTrackedRows(synthetic, order);
  const tracked = trackedTable(concatTables([real.table, chosen.table]), concatTables([real.lineage, chosen.lineage]));
  return { tracked, synthetic: take, ratio: take / (take + inGap) };
}
