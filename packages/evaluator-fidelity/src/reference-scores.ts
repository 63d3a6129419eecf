import type { Context } from '@verisim/core';
import { compareColumns } from './compare-columns.ts';
import type { ReferenceTables } from './reference-tables.ts';
import { type ColumnScores, scoreColumns } from './score-columns.ts';

/** Scores of three tables of equal size against the same real rows: small tables score lower than large ones by chance alone. */
export interface ReferenceScores {
  /** Fresh real rows. */
  readonly halves: ColumnScores;
  /** The same rows, each column shuffled by itself. */
  readonly independent: ColumnScores;
  readonly synthetic: ColumnScores;
  /** Rows of each of the three. */
  readonly size: number;
}

/** Scores the reference tables. */
export function referenceScores(tables: ReferenceTables, bins: number, ctx: Context): ReferenceScores {
  const score = (other: ReferenceTables['base']) =>
    scoreColumns(compareColumns(tables.base, other, bins).pairs, () => ctx.signal.throwIfAborted());
  return {
    halves: score(tables.fresh),
    independent: score(tables.independent),
    synthetic: score(tables.synthetic),
    size: tables.size,
  };
}
