import { type Table, takeColumns } from '@verisim/core';
import type { ColumnPair } from './prepare-column.ts';

/** A table with the compared columns alone, in the order of the real one; `null` when it lacks one of them or stores it otherwise. */
export function comparable(table: Table, pairs: readonly ColumnPair[]): Table | null {
  const storages = new Map(table.spec.columns.map((spec, at) => [spec.name, table.columns[at].storage]));
  const alike = pairs.every(({ spec, ordered }) => storages.get(spec.name) === (ordered ? 'numeric' : 'coded'));
  if (!alike) return null;
  return takeColumns(
    table,
    pairs.map((pair) => pair.spec.name),
  );
}
