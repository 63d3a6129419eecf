import { type Random, shuffle } from '@verisim/random';
import { cellOf } from './column.ts';
import { type TrackedTable, takeTrackedRows, trackedTable } from './dataset.ts';
import { badRequest } from './errors.ts';
import { concatLineages, refuseAdversarial } from './lineage.ts';
import { columnOf, concatTables } from './table.ts';

/** Synthetic rows and their share: `ratio` = rows of this source / (rows of all sources + real rows in the gap). */
export interface BlendSource {
  readonly tracked: TrackedTable;
  readonly ratio: number;
}

/**
 * A blend and how it came out. As a data set its parents are the versions of what went in:
 * `singleTable(tracked.table, tracked.lineage, [real, ...sources].map(datasetVersion))`.
 */
export interface Blended {
  readonly tracked: TrackedTable;
  /** Rows taken from all sources, and from each. */
  readonly synthetic: number;
  readonly taken: readonly number[];
  /** The ratio that was reached: lower than asked for when there were too few synthetic rows. */
  readonly ratio: number;
}

/** Synthetic rows that make `ratio` = synthetic / (synthetic + real), for `real` rows in the gap. */
export function syntheticRowsFor(ratio: number, real: number): number {
  if (!(ratio >= 0 && ratio < 1))
    throw badRequest(`The ratio ${ratio} is not in [0, 1).`, 'Use 0.5 for one synthetic row per real row.');
  return Math.round((real * ratio) / (1 - ratio));
}

/** {@link blendSources} with one source. */
export function blend(
  real: TrackedTable,
  synthetic: TrackedTable,
  { ratio, ...options }: { readonly ratio: number; readonly realInGap?: number; readonly adversarial?: boolean },
  random: Random,
): Blended {
  return blendSources(real, [{ tracked: synthetic, ratio }], options, random);
}

/**
 * All real rows, then a random choice from each source, in order. `realInGap` is the number of real rows that the ratios count
 * (all of them unless a gap is being filled). A source that has too few rows gives all it has, and the others
 * no more for it. Lineages are united, so a blend can be blended again and every row keeps its origin. Throws
 * `core/bad-request` unless the ratios are in [0, 1) together, when two of the tables hold rows of the same id, or when a chosen row is tagged
 * `adversarial` and `options.adversarial` is not true, and `core/table-mismatch`.
 */
export function blendSources(
  real: TrackedTable,
  sources: readonly BlendSource[],
  options: { readonly realInGap?: number; readonly adversarial?: boolean },
  random: Random,
): Blended {
  const inGap = options.realInGap ?? real.table.rows;
  const ratios = sources.reduce((sum, { ratio }) => sum + (ratio >= 0 ? ratio : Number.NaN), 0);
  const wanted = syntheticRowsFor(ratios, inGap);
  const chosen = sources.map(({ tracked, ratio }, i) => {
    const rows = sources.length === 1 ? wanted : Math.round((inGap * ratio) / (1 - ratios));
    return takeTrackedRows(tracked, chooseRows(tracked.table.rows, rows, random.fork(`source:${i}`)));
  });
  if (!options.adversarial) for (const { lineage } of chosen) refuseAdversarial(lineage);
  const parts = [real, ...chosen.filter(({ table }) => table.rows > 0)];
  refuseRepeatedIds(parts);
  const taken = chosen.map(({ table }) => table.rows);
  const synthetic = taken.reduce((sum, rows) => sum + rows, 0);
  const lineage = concatLineages(parts.map((part) => part.lineage));
  const tracked = trackedTable(concatTables(parts.map((part) => part.table)), lineage);
  return { tracked, synthetic, taken, ratio: synthetic === 0 ? 0 : synthetic / (synthetic + inGap) };
}

function chooseRows(rows: number, count: number, random: Random): Int32Array {
  const order = Int32Array.from({ length: rows }, (_, i) => i);
  return count >= rows ? order : shuffle(order, random).subarray(0, count).sort();
}

function refuseRepeatedIds(parts: readonly TrackedTable[]): void {
  const seen = new Set<unknown>();
  for (const { lineage } of parts) {
    const column = columnOf(lineage, 'id');
    for (let row = 0; row < lineage.rows; row++) {
      const id = cellOf(column, row);
      if (seen.has(id))
        throw badRequest(`The blend holds a row "${id}" twice.`, 'Leave out rows that are already there.');
      seen.add(id);
    }
  }
}
