import { resolve } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import { isVerisimError, type VerisimError } from '@verisim/core';
import { badQuery, databaseBusy, databaseFailed, unreadableSqlite } from '../databases/database-errors.ts';

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
 * Opens a file to be read and nothing else, in a transaction. What the file's own schema says is not trusted: no function of it can
 * do more than compute. `settled`: in WAL mode without a log, which a connection that may not write would leave behind; the
 * file is then read by one that may and does not, or, where the folder forbids that, as it stands without locks.
 */
export async function openSqlite(path: string, settled: boolean): Promise<DatabaseSync> {
  const { DatabaseSync } = await import('node:sqlite');
  const open = (parameters: Readonly<Record<string, string>>, readOnly: boolean) => {
    const url = pathToFileURL(resolve(path));
    for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
    return begin(new DatabaseSync(url, { readOnly, enableForeignKeyConstraints: false }));
  };
  if (!settled) return open({ mode: 'ro' }, true);
  try {
    return open({ mode: 'rw' }, false);
  } catch (error) {
    if (![code.cannotOpen, code.readOnly].includes(primaryCode(error))) throw error;
    return open({ mode: 'ro', immutable: '1' }, true);
  }
}

function begin(db: DatabaseSync): DatabaseSync {
  try {
    db.exec(`PRAGMA query_only = ON; PRAGMA busy_timeout = ${BUSY_TIMEOUT}; PRAGMA trusted_schema = OFF`);
    db.exec('PRAGMA cell_size_check = ON; BEGIN');
    db.prepare('SELECT count(*) FROM sqlite_schema').get();
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
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
