import type { DatabaseSync } from 'node:sqlite';
import { TextDecoder } from 'node:util';
import { sameEveryPass } from '../databases/database-digest.ts';
import { noRows } from '../errors.ts';
import { checkReadable } from '../file-checks.ts';
import type { Format, OpenOptions } from '../format.ts';
import type { Batch, Source } from '../source.ts';
import { type SqlitePass, sqliteBatches } from './sqlite-batches.ts';
import { sqliteColumn } from './sqlite-column.ts';
import { openSqlite, readingError } from './sqlite-connection.ts';
import { sqliteFacts } from './sqlite-facts.ts';
import { checkUnchanged, fileState } from './sqlite-file-state.ts';
import { splitSqliteLocation } from './sqlite-location.ts';
import { findRows } from './sqlite-rows.ts';
import { writeSqlite } from './sqlite-write.ts';

/**
 * SQLite (`.sqlite`, `.sqlite3`, `.db`) through `node:sqlite`. `file.sqlite#table` names a table or view; a file with one table
 * needs no name.
 *
 * Reading: what a column holds is found from the storage classes of all its values, for SQLite lets every cell have its own.
 * Integers beyond 2^53 are kept as text; several classes in one column are all kept as text and listed; infinite numbers are
 * missing and listed; blobs are read as UTF-8 text or refused; `BOOLEAN` columns of 0 and 1 are boolean. One read transaction
 * is held until `close`, so all passes see the same rows whatever other programs write; in a file that is not in WAL mode it makes
 * them wait. Rows come in the order of their row number, or else of the primary key; those of a query in the query's own.
 *
 * Writing: without `#` the table is named after the file. A file that does not exist appears whole or not at all. In a file that
 * exists the table is added in one transaction; when it is there already it must be empty and have the same columns in the same order. Kinds
 * are declared as INTEGER, REAL, BOOLEAN (levels `false`, `true`; others are TEXT) and TEXT; instants are TEXT in their format,
 * because columns declared a date turn texts such as `2024` into numbers.
 */
export const sqlite: Format = { name: 'sqlite', open: openSource, write: writeSqlite };

async function openSource(location: string, { query, signal }: OpenOptions): Promise<Source> {
  const { path, table } = splitSqliteLocation(location);
  await checkReadable(path);
  const state = await fileState(path, signal);
  let db: DatabaseSync | null = null;
  try {
    db = await openSqlite(path, state.settled);
    await checkUnchanged(path, state);
    const rows = findRows(db, path, table, query);
    const encoding = String(db.prepare('PRAGMA encoding').get()?.encoding).toLowerCase();
    const utf16 = encoding === 'utf-8' ? null : new TextDecoder(encoding, { fatal: true, ignoreBOM: true });
    const facts = await sqliteFacts(db, rows, signal);
    if (facts[0].rows === 0) throw noRows(path);
    const columns = rows.columns.map((column, i) => sqliteColumn(db!, path, rows, column, facts[i], utf16 !== null));
    return sourceOf(
      { db, path, rows, columns, utf16 },
      query !== undefined,
      () => checkUnchanged(path, state),
      state.hash,
    );
  } catch (error) {
    db?.close();
    throw readingError(path, error, query !== undefined);
  }
}

function sourceOf(pass: SqlitePass, query: boolean, check: () => Promise<void>, hash: string | null): Source {
  async function* batches(signal?: AbortSignal): AsyncGenerator<Batch> {
    try {
      yield* sqliteBatches(pass, signal);
      await check();
    } catch (error) {
      throw readingError(pass.path, error, query);
    }
  }
  return {
    columns: pass.columns.map(({ source }) => source),
    batches: pass.rows.rowid === null ? sameEveryPass(pass.path, batches) : batches,
    hash: () => hash,
    changes: () => pass.columns.flatMap(({ changes }) => changes),
    close: async () => pass.db.close(),
  };
}
