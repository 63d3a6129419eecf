import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import { isVerisimError, type VerisimError } from '@verisim/core';
import { badQuery, databaseBusy, databaseFailed, unreadableSqlite } from './database-errors.ts';

/** Primary result codes of SQLite (sqlite.org/rescode.html). */
const code = {
  error: 1,
  busy: 5,
  locked: 6,
  readOnly: 8,
  io: 10,
  corrupt: 11,
  full: 13,
  cannotOpen: 14,
  notDatabase: 26,
};

/** How long another program's lock is waited for, in milliseconds. The thread waits with it. */
const BUSY_TIMEOUT = 2000;

/**
 * Opens a file to be read and nothing else. What the file's own schema says is not trusted: no function of it can do more than
 * compute. A file in WAL mode in a folder that cannot be written is read as it stands when no log lies beside it.
 */
export async function openSqlite(path: string): Promise<DatabaseSync> {
  const { DatabaseSync } = await import('node:sqlite');
  const url = pathToFileURL(resolve(path));
  url.searchParams.set('mode', 'ro');
  const open = () => {
    const db = new DatabaseSync(url, { readOnly: true, enableForeignKeyConstraints: false });
    try {
      db.exec(`PRAGMA busy_timeout = ${BUSY_TIMEOUT}; PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON`);
      db.exec('BEGIN');
      db.prepare('SELECT count(*) FROM sqlite_schema').get();
      return db;
    } catch (error) {
      db.close();
      throw error;
    }
  };
  try {
    return open();
  } catch (error) {
    if (![code.cannotOpen, code.readOnly].includes(primaryCode(error)) || (await hasLog(path))) throw error;
    url.searchParams.set('immutable', '1');
    return open();
  }
}

/** Whether another program's log lies beside a file: a WAL, or the journal of a write that was interrupted. */
async function hasLog(path: string): Promise<boolean> {
  for (const suffix of ['-wal', '-journal']) {
    const found = await stat(path + suffix).catch(() => null);
    if (found !== null && found.size > 0) return true;
  }
  return false;
}

const primaryCode = (error: unknown): number => Number((error as { errcode?: unknown } | null)?.errcode) & 0xff;
const isSqliteError = (error: unknown): error is Error =>
  error instanceof Error && (error as { code?: unknown }).code === 'ERR_SQLITE_ERROR';

/** What SQLite says while reading, as an error of ours; anything else as it is. `query`: it may be at fault. */
export function readingError(path: string, error: unknown, query: boolean): unknown {
  if (isVerisimError(error) || !isSqliteError(error)) return error;
  const known = commonError(path, error);
  if (known !== null) return known;
  const primary = primaryCode(error);
  if (primary === code.readOnly) {
    if (query) return badQuery(path, 'it would write', error);
    return unreadableSqlite(
      path,
      'a write to it was interrupted and must first be undone by a program that may write',
      error,
    );
  }
  if (primary === code.notDatabase) return unreadableSqlite(path, 'it is encrypted or no database', error);
  if (query && primary === code.error) return badQuery(path, error.message, error);
  return unreadableSqlite(path, `SQLite says "${error.message}"`, error);
}

/** What SQLite says while writing, as an error of ours; anything else as it is. */
export function writingError(path: string, error: unknown): unknown {
  if (isVerisimError(error) || !isSqliteError(error)) return error;
  const known = commonError(path, error);
  if (known !== null) return known;
  if (primaryCode(error) === code.full) return databaseFailed(path, 'written', 'the disk is full', error);
  return databaseFailed(path, 'written', `SQLite says "${error.message}"`, error);
}

function commonError(path: string, error: Error): VerisimError | null {
  const primary = primaryCode(error);
  return primary === code.busy || primary === code.locked ? databaseBusy(path, error) : null;
}

/** A name in SQL. */
export const quoteSqlite = (name: string): string => `"${name.replaceAll('"', '""')}"`;
