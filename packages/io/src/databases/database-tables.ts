import { closest } from '@verisim/core';
import { nameATable, noTables, tableNotFound } from './database-errors.ts';

/** A table or view of a database, under the name that a user calls it by. */
export interface NamedTable {
  readonly name: string;
  readonly view: boolean;
}

/**
 * The table that is meant: the one of that name (or, when only one comes close in case, that), or with `null` the only table.
 * Throws `io/table-not-found`, `io/name-a-table`, `io/no-tables`.
 */
export function chooseTable<T extends NamedTable>(location: string, tables: readonly T[], wanted: string | null): T {
  const names = tables.map(({ name }) => name);
  if (wanted !== null) {
    const exact = tables.find(({ name }) => name === wanted);
    if (exact !== undefined) return exact;
    const folded = tables.filter(({ name }) => name.toLowerCase() === wanted.toLowerCase());
    if (folded.length === 1) return folded[0];
    throw tableNotFound(location, wanted, closest(wanted, names), names);
  }
  if (tables.length === 0) throw noTables(location);
  const real = tables.filter(({ view }) => !view);
  if (real.length === 1) return real[0];
  if (tables.length === 1) return tables[0];
  throw nameATable(location, names);
}
