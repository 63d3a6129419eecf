import { type Table, takeColumns } from '@verisim/core';
import type { ColumnPair } from './prepare-column.ts';

/** A table with the compared columns alone, in the order of the real one. */
export function comparable(table: Table, pairs: readonly ColumnPair[]): Table {
  return takeColumns(table, pairs.map((pair) => pair.spec.name));
}
