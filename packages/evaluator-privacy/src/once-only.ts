import type { Cells } from './cells.ts';
import { type HitRate, hitRate } from './rate-excess.ts';

/** Re-emitted values of one column: cells that hold a value which occurs once in the training rows. */
export interface OnceOnly {
  readonly column: string;
  /** Values that occur once in the training rows. */
  readonly values: number;
  readonly synthetic: HitRate;
  /** Fresh real rows: the holdout, else each training row against the others. */
  readonly fresh: HitRate;
}

/** A column is near-unique when at least this part of its training rows, and this many, hold a value of their own. */
const NEAR_UNIQUE = { part: 0.1, rows: 20 };

/** Once-only values per near-unique column of any storage, in the order of the columns by storage. */
export function onceOnlyValues(train: Cells, synthetic: Cells, holdout: Cells | null): OnceOnly[] {
  return (['numeric', 'coded', 'text'] as const).flatMap((storage) =>
    train.names[storage].flatMap((column, at) => {
      const counts = countCells(train[storage][at]);
      const values = [...counts.values()].filter((count) => count === 1).length;
      if (values < NEAR_UNIQUE.rows || values < NEAR_UNIQUE.part * train.rows) return [];
      const fresh = holdout === null ? othersRate(train[storage][at], counts) : cellRate(holdout[storage][at], counts);
      return [{ column, values, synthetic: cellRate(synthetic[storage][at], counts), fresh }];
    }),
  );
}

/** How often each present value occurs. */
function countCells(cells: Float64Array | Int32Array): Map<number, number> {
  const missing = cells instanceof Int32Array ? -1 : Number.NaN;
  const counts = new Map<number, number>();
  for (const cell of cells) if (!Object.is(cell, missing)) counts.set(cell, (counts.get(cell) ?? 0) + 1);
  return counts;
}

function cellRate(cells: Float64Array | Int32Array, counts: ReadonlyMap<number, number>): HitRate {
  const hits: number[] = [];
  for (const cell of cells) if (counts.get(cell) === 1) hits.push(cell);
  return valueRate(hits, cells.length);
}

/** Of a training row against the others: its value occurs once among them when it occurs twice in all. */
function othersRate(cells: Float64Array | Int32Array, counts: ReadonlyMap<number, number>): HitRate {
  const hits: number[] = [];
  for (const cell of cells) if (counts.get(cell) === 2) hits.push(cell);
  return valueRate(hits, cells.length);
}

/** Values may be any number, -1 as well: they are numbered first. */
function valueRate(hits: readonly number[], rows: number): HitRate {
  const numbers = new Map<number, number>();
  for (const hit of hits) if (!numbers.has(hit)) numbers.set(hit, numbers.size);
  return hitRate(
    hits.map((hit) => numbers.get(hit) ?? 0),
    rows,
  );
}
