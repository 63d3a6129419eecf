import { type Condition, rowsWhere, type Table } from '@verisim/core';

/** Fewer real rows in a gap say too little: all rows are compared instead. */
const LEAST_ROWS = 50;

/** The rows that meet the conditions; all rows without conditions. */
export function gapRows(table: Table, where: readonly Condition[] = []): Int32Array {
  return where.length === 0 ? Int32Array.from({ length: table.rows }, (_, row) => row) : rowsWhere(table, where);
}

/** Rows of both tables to hold against each other. */
export interface ComparedRows {
  readonly real: Int32Array;
  readonly synthetic: Int32Array;
}

/** The rows of the gap in both tables, where there are enough real ones and any synthetic one; else all rows of both. */
export function comparedRows(real: Table, synthetic: Table, where: readonly Condition[] = []): ComparedRows {
  const [known, made] = [gapRows(real, where), gapRows(synthetic, where)];
  if (known.length >= LEAST_ROWS && made.length > 0) return { real: known, synthetic: made };
  return { real: gapRows(real), synthetic: gapRows(synthetic) };
}
