import { type Context, type Random, shuffle, type Table, takeFromColumn, takeRows } from '@verisim/core';
import { sampleRows } from './row-order.ts';

/** References are worked out on at most this many rows of a table, and not at all above this many columns. */
export const referenceLimits: { readonly rows: number; readonly columns: number } = { rows: 20_000, columns: 50 };

/** Three tables of equal size and known worth, to be set against the same real rows. */
export interface ReferenceTables {
  /** What the others are compared with: one half of the real rows; all of them where there is a holdout. */
  readonly base: Table;
  /** Fresh real rows: the other half, or the holdout. */
  readonly fresh: Table;
  /** The fresh rows, each column shuffled by itself: right margins, no dependence. */
  readonly independent: Table;
  /** Rows of the base, drawn with replacement: what plain copying reaches. */
  readonly bootstrap: Table;
  /** As many synthetic rows. */
  readonly synthetic: Table;
  /** Whether these are fewer rows, of either table, than were given: fewer rows score lower by chance alone. */
  readonly fewer: boolean;
  /** Rows of each but the base. */
  readonly size: number;
  /** What the fresh rows are, for readers. */
  readonly freshName: string;
}

/** Names of the other references, for readers. */
export const referenceNames: {
  readonly halves: string;
  readonly independent: string;
  readonly bootstrap: string;
  readonly synthetic: string;
} = {
  halves: 'two halves of the real data',
  independent: 'columns drawn independently',
  bootstrap: 'a bootstrap of the real rows',
  synthetic: 'as many synthetic rows',
};

/** Reference tables of tables that hold the compared columns alone; `null` with more than 50 columns or with fewer than 10 rows to compare. */
export function referenceTables(
  real: Table,
  synthetic: Table,
  holdout: Table | null,
  ctx: Context,
): ReferenceTables | null {
  if (real.spec.columns.length > referenceLimits.columns) return null;
  const random = ctx.random;
  const fresh = holdout && holdout.rows >= 10 ? holdout : null;
  const order = sampleRows(real, real.rows, random.fork('halves'));
  const half = Math.min(fresh ? real.rows : real.rows >> 1, referenceLimits.rows);
  const size = Math.min(fresh ? fresh.rows : half, half, synthetic.rows);
  if (size < 10) return null;
  const base = takeRows(real, order.subarray(0, half));
  const second = fresh
    ? takeRows(fresh, sampleRows(fresh, size, random.fork('holdout')))
    : takeRows(real, order.subarray(half, half + size));
  const drawn = random.fork('bootstrap');
  return {
    base,
    fresh: second,
    independent: independentColumns(second, random.fork('independent')),
    bootstrap: takeRows(
      base,
      Int32Array.from({ length: size }, () => drawn.int(0, half)),
    ),
    synthetic: takeRows(synthetic, sampleRows(synthetic, size, random.fork('synthetic'))),
    fewer: half < real.rows || size < synthetic.rows,
    size,
    freshName: fresh ? 'the holdout' : referenceNames.halves,
  };
}

function independentColumns(table: Table, random: Random): Table {
  const columns = table.columns.map((column, i) => {
    const order = Int32Array.from({ length: table.rows }, (_, row) => row);
    return takeFromColumn(column, shuffle(order, random.fork(table.spec.columns[i].name)));
  });
  return { ...table, columns };
}
