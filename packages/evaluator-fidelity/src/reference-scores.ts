import { type Context, type Random, shuffle, type Table, takeFromColumn, takeRows } from '@verisim/core';
import { compareColumns } from './compare-columns.ts';
import { type ColumnScores, scoreColumns } from './score-columns.ts';

/** References are worked out on at most this many real rows, and not at all above this many columns. */
export const referenceLimits: { readonly rows: number; readonly columns: number } = { rows: 20_000, columns: 50 };

/**
 * Scores of three tables of equal size and known worth against one half of the real rows, so that they can be set against each
 * other: small tables score lower than large ones by chance alone.
 */
export interface ReferenceScores {
  /** The other half of the real rows (as many as there are synthetic ones, if those are fewer): fresh real data. */
  readonly halves: ColumnScores;
  /** The same rows, each column shuffled by itself: right margins, no dependence. */
  readonly independent: ColumnScores;
  /** As many synthetic rows. */
  readonly synthetic: ColumnScores;
  /** Rows of each of the three. */
  readonly size: number;
}

/** Reference scores; `null` with more than 50 columns or with fewer than 20 rows to compare. */
export function referenceScores(real: Table, synthetic: Table, bins: number, ctx: Context): ReferenceScores | null {
  const half = Math.min(real.rows >> 1, referenceLimits.rows >> 1);
  const size = Math.min(half, synthetic.rows);
  if (real.spec.columns.length > referenceLimits.columns || size < 10) return null;
  const known = alike(real, synthetic);
  const order = shuffledRows(real.rows, ctx.random.fork('halves'));
  const first = takeRows(known, order.subarray(0, half));
  const second = takeRows(known, order.subarray(half, half + size));
  const score = (other: Table) =>
    scoreColumns(compareColumns(first, other, bins).pairs, () => ctx.signal.throwIfAborted());
  const drawn = shuffledRows(synthetic.rows, ctx.random.fork('synthetic')).subarray(0, size);
  return {
    halves: score(second),
    independent: score(independentColumns(second, ctx.random.fork('independent'))),
    synthetic: score(takeRows(synthetic, drawn)),
    size,
  };
}

function shuffledRows(rows: number, random: Random): Int32Array {
  return shuffle(
    Int32Array.from({ length: rows }, (_, i) => i),
    random,
  );
}

/** The columns that the comparison with `synthetic` looks at, so that references are means over the same columns. */
function alike(table: Table, synthetic: Table): Table {
  const storages = new Map(synthetic.spec.columns.map((spec, at) => [spec.name, synthetic.columns[at].storage]));
  const kept = table.spec.columns.flatMap((spec, i) =>
    storages.get(spec.name) === table.columns[i].storage ? [i] : [],
  );
  return {
    spec: { columns: kept.map((i) => table.spec.columns[i]) },
    rows: table.rows,
    columns: kept.map((i) => table.columns[i]),
  };
}

function independentColumns(table: Table, random: Random): Table {
  const columns = table.columns.map((column, i) => {
    const name = table.spec.columns[i].name;
    return takeFromColumn(column, shuffledRows(table.rows, random.fork(name)));
  });
  return { ...table, columns };
}
