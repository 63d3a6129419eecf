import { type VerisimError, verisimError } from '@verisim/core';

const usage = { kind: 'usage' } as const;
const listed = (names: readonly string[]): string => {
  const shown = names.slice(0, 20).map((name) => `"${name}"`);
  return names.length > 20 ? `${shown.join(', ')} and ${names.length - 20} more` : shown.join(', ');
};

/** `io/name-a-table`: a database with several tables, and none was named. */
export const nameATable = (location: string, tables: readonly string[]): VerisimError =>
  verisimError(
    'io/name-a-table',
    `"${location}" holds several tables and views: ${listed(tables)}.`,
    `Name one after a #: ${location}#${tables[0]}.`,
    usage,
  );

/** `io/table-not-found`: a table that the database does not have. */
export const tableNotFound = (
  location: string,
  table: string,
  near: string | null,
  tables: readonly string[],
): VerisimError =>
  verisimError(
    'io/table-not-found',
    `"${location}" has no table "${table}".`,
    `${near === null ? '' : `Did you mean "${near}"? `}${tables.length === 0 ? 'It has no tables.' : `It has: ${listed(tables)}.`}`,
    usage,
  );

/** `io/no-tables`: a database without tables. */
export const noTables = (location: string): VerisimError =>
  verisimError('io/no-tables', `"${location}" has no tables.`, 'Check that this is the right database.');

/** `io/table-exists`: a table that is to be made is there already. */
export const tableExists = (location: string, table: string, what: string): VerisimError =>
  verisimError(
    'io/table-exists',
    `"${location}" already has a table "${table}", ${what}.`,
    'Name another table after the #, or drop that one first; only an empty table with the same columns is filled.',
    usage,
  );

/** `io/bad-query`: a query that the database does not run. */
export const badQuery = (location: string, why: string, cause?: unknown): VerisimError =>
  verisimError(
    'io/bad-query',
    `The query cannot be run on "${location}": ${why}.`,
    'Give one SELECT that reads and does not write; try it in the database itself first.',
    { ...usage, cause },
  );

/** `io/query-and-table`: both a query and a table. */
export const queryAndTable = (location: string, table: string): VerisimError =>
  verisimError(
    'io/query-and-table',
    `Both a query and the table "${table}" were given for "${location}".`,
    'Leave out the # and what follows it, or the query.',
    usage,
  );

/** `io/rows-changed`: two passes over a query or a view that did not give the same rows. */
export const rowsChanged = (location: string): VerisimError =>
  verisimError(
    'io/changed-while-reading',
    `"${location}" did not give the same rows when it was read again.`,
    'Read when nothing else writes to it; a query must not use random() or the time, and should say ORDER BY.',
  );

/** `io/database-busy`: another program holds a lock. */
export const databaseBusy = (location: string, cause: unknown): VerisimError =>
  verisimError(
    'io/database-busy',
    `"${location}" is locked by another program.`,
    'Wait until that program has finished, or close it, and try again.',
    { cause },
  );

/** `io/unreadable-sqlite`: damaged, cut off, or no SQLite database. */
export const unreadableSqlite = (path: string, why: string, cause?: unknown): VerisimError =>
  verisimError(
    'io/unreadable-sqlite',
    `"${path}" cannot be read as an SQLite database: ${why}.`,
    'Fetch the file again, or restore it with ".recover" of the sqlite3 command.',
    { cause },
  );

/** `io/database-failed`: a database that ends its work with an error of its own, or breaks the connection. */
export const databaseFailed = (
  location: string,
  action: 'read' | 'written',
  why: string,
  cause?: unknown,
): VerisimError =>
  verisimError(
    'io/database-failed',
    `"${location}" could not be ${action}: ${why}.`,
    action === 'read' ? 'Mend what the database says and read again.' : 'Nothing was written: mend it and write again.',
    { cause },
  );

/** `io/not-utf8`: a text in the database that is none. `row` counts from 1. */
export const cellNotText = (location: string, column: string, row: number): VerisimError =>
  verisimError(
    'io/not-utf8',
    `"${location}", row ${row}: column "${column}" holds bytes that are not text.`,
    'Mend the value, or leave the column out with a query.',
  );

/** `io/cell-too-long`: a single value beyond the limit. */
export const cellTooLong = (location: string, column: string, row: number, limit: number): VerisimError =>
  verisimError(
    'io/cell-too-long',
    `"${location}", row ${row}: the value in column "${column}" is longer than ${limit} bytes.`,
    'Leave the column out with a query, or shorten its values there.',
  );

/** `io/too-many-columns`: more than the database can hold. */
export const tooManyColumns = (location: string, columns: number, limit: number, what: string): VerisimError =>
  verisimError(
    'io/too-many-columns',
    `A table of ${columns} columns cannot be written to "${location}": ${what} holds at most ${limit}.`,
    'Write a Parquet or CSV file, or take fewer columns.',
    usage,
  );

/** `io/bad-database-url`: a location that is not `postgres://user@host/database#schema.table`. */
export const badDatabaseUrl = (what: string): VerisimError =>
  verisimError(
    'io/bad-database-url',
    `The URL of the database cannot be used: ${what}.`,
    'Write postgres://user@host:5432/database#schema.table; in the password %, #, /, ? and @ stand as %25, %23, %2F, %3F and %40.',
    usage,
  );

/** `io/cannot-connect`: no connection to the server. */
export const cannotConnect = (location: string, why: string, next: string, cause: unknown): VerisimError =>
  verisimError('io/cannot-connect', `There is no connection to "${location}": ${why}.`, next, { cause });

/** `io/bad-table-name`: a table name that the database cannot hold. */
export const badTableName = (location: string, name: string, what: string): VerisimError =>
  verisimError('io/bad-table-name', `"${location}": the table name "${name}" ${what}.`, 'Choose another name.', usage);

/** `io/date-out-of-range`: a date that a table cannot hold. `row` counts from 1. */
export const dateOutOfRange = (location: string, column: string, row: number, value: string): VerisimError =>
  verisimError(
    'io/date-out-of-range',
    `"${location}", row ${row}: "${value}" in column "${column}" is outside the years 1 to 9999.`,
    'Mend the value, or turn the column to text with a query.',
  );
