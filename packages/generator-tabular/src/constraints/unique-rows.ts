import { isMissing, type Table } from '@verisim/core';
import type { RowTest } from './rule-tests.ts';
import { createTupleNumbers } from './tuple-numbers.ts';

/** Which rows agree with an earlier one in all columns, over all tables that are given one after another. */
export type Repeats = (table: Table) => RowTest;

/**
 * Remembers the rows that it was asked about and that were not repeats: ask only about rows that are otherwise kept, in order. Rows with a
 * missing cell agree with none; they are repeats when missing cells are not allowed.
 */
export function createRepeats(places: readonly number[], demanded: boolean): Repeats {
  const numbers = createTupleNumbers();
  const seen = new Set<number>();
  return (table) => {
    const columns = places.map((at) => table.columns[at]);
    const own = numbers(columns);
    return (row) => {
      if (columns.some((column) => isMissing(column, row))) return demanded;
      if (seen.has(own[row])) return true;
      seen.add(own[row]);
      return false;
    };
  };
}
