import { stat } from 'node:fs/promises';
import { basename, extname, resolve } from 'node:path';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { setImmediate } from 'node:timers/promises';
import { type Column, type ColumnSpec, columnKinds, type Table } from '@verisim/core';
import { isTrueFalse } from '../databases/database-boolean.ts';
import { badTableName, tableExists, tooManyColumns } from '../databases/database-errors.ts';
import { badColumnName, badTable, blocksDiffer, isDirectory, noColumns } from '../errors.ts';
import type { Format } from '../format.ts';
import { instantPrinter } from '../instant-printer.ts';
import { writeAtomically } from '../write-atomically.ts';
import { quoteSqlite, writingError } from './sqlite-connection.ts';
import { splitSqliteLocation } from './sqlite-location.ts';

/** SQLITE_MAX_COLUMN, as SQLite is built everywhere. */
const COLUMN_LIMIT = 2000;
/** Rows written between two looks at the abort signal. */
const STRIDE = 4096;

type Value = string | number | null;

/** See {@link sqlite}. */
export const writeSqlite: Format['write'] = async (location, blocks, { signal }) => {
  const { path, table } = splitSqliteLocation(location);
  const name = table ?? basename(path, extname(path));
  checkTableName(path, name);
  const found = await stat(path).catch(() => null);
  if (found?.isDirectory()) throw isDirectory(path);
  try {
    if (found !== null && found.size > 0) return await addTable(path, path, name, blocks, false, signal);
    await writeAtomically(path, ['-journal'], signal, (temporary) =>
      addTable(path, temporary, name, blocks, true, signal),
    );
  } catch (error) {
    throw writingError(path, error);
  }
};

function checkTableName(path: string, name: string): void {
  if (/^sqlite_/i.test(name)) throw badTableName(path, name, 'begins with sqlite_, which SQLite keeps for itself');
  if (name.includes('\0') || !name.isWellFormed())
    throw badTableName(path, name, 'holds a character that SQLite cannot');
}

/** Adds the table to the database `file`, all of it in one transaction. `path` is what messages call the file. */
async function addTable(
  path: string,
  file: string,
  name: string,
  blocks: AsyncIterable<Table>,
  fresh: boolean,
  signal?: AbortSignal,
): Promise<void> {
  const { DatabaseSync } = await import('node:sqlite');
  const db = new DatabaseSync(resolve(file), { timeout: 2000 });
  try {
    // A file that has no name yet needs no journal: it is thrown away when the work fails.
    db.exec(fresh ? 'PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF' : 'PRAGMA synchronous = FULL');
    db.exec('BEGIN IMMEDIATE');
    let first: TableTarget | null = null;
    let count = 0;
    for await (const block of blocks) {
      count++;
      first ??= createTarget(db, path, name, block);
      await insertBlock(path, first, block, count, signal);
    }
    if (first === null) throw noColumns(path);
    db.exec('COMMIT');
  } finally {
    // What was not committed is rolled back.
    db.close();
  }
}

/** The table that rows go to. */
interface TableTarget {
  readonly insert: StatementSync;
  readonly types: readonly string[];
}

function createTarget(db: DatabaseSync, path: string, name: string, { spec, columns }: Table): TableTarget {
  checkColumns(path, spec.columns);
  const types = spec.columns.map((column, i) => typeOf(column, columns[i]));
  const declared = spec.columns.map((column, i) => `${quoteSqlite(column.name)} ${types[i]}`);
  if (!canBeFilled(db, path, name, spec.columns, types))
    db.exec(`CREATE TABLE ${quoteSqlite(name)} (${declared.join(', ')})`);
  const marks = spec.columns.map(() => '?').join(', ');
  return { insert: db.prepare(`INSERT INTO ${quoteSqlite(name)} VALUES (${marks})`), types };
}

function checkColumns(path: string, columns: readonly ColumnSpec[]): void {
  if (columns.length > COLUMN_LIMIT) throw tooManyColumns(path, columns.length, COLUMN_LIMIT, 'an SQLite table');
  const seen = new Map<string, string>();
  for (const { name } of columns) {
    if (name.includes('\0')) throw badColumnName(path, name, 'holds a NUL character, which SQLite names cannot');
    // SQLite folds A to Z alone.
    const folded = name.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
    const other = seen.get(folded);
    if (other !== undefined)
      throw badColumnName(path, name, `differs from "${other}" in case alone, which SQLite does not tell apart`);
    seen.set(folded, name);
  }
}

function typeOf({ kind }: ColumnSpec, column: Column): string {
  if (kind === 'boolean') return isTrueFalse(column) ? 'BOOLEAN' : 'TEXT';
  if (kind === 'datetime' || columnKinds[kind].storage !== 'numeric') return 'TEXT';
  return columnKinds[kind].whole ? 'INTEGER' : 'REAL';
}

/** Whether the table is there, empty and declared the same. Throws `io/table-exists` when it is there and is not. */
function canBeFilled(
  db: DatabaseSync,
  path: string,
  name: string,
  columns: readonly ColumnSpec[],
  types: readonly string[],
): boolean {
  const found = db.prepare('SELECT name, type FROM sqlite_schema WHERE name = ? COLLATE NOCASE').get(name);
  if (found === undefined) return false;
  if (found.type !== 'table') throw tableExists(path, name, `which is a ${found.type}`);
  const there = db.prepare('SELECT name, type, hidden FROM pragma_table_xinfo(?)').all(name);
  const same =
    there.length === columns.length &&
    there.every((column, i) => column.name === columns[i].name && column.type === types[i] && column.hidden === 0);
  if (!same) throw tableExists(path, name, 'with other columns');
  if (db.prepare(`SELECT 1 FROM ${quoteSqlite(name)} LIMIT 1`).get() !== undefined) {
    throw tableExists(path, name, 'which holds rows');
  }
  return true;
}

async function insertBlock(
  path: string,
  { insert, types }: TableTarget,
  block: Table,
  count: number,
  signal?: AbortSignal,
) {
  const readers = block.columns.map((column, i) => {
    if (types[i] === 'BOOLEAN' && !isTrueFalse(column)) throw blocksDiffer(path, count);
    return valueReader(block.spec.columns[i], column, types[i]);
  });
  const row: Value[] = new Array(readers.length);
  for (let i = 0; i < block.rows; i++) {
    if (i % STRIDE === 0) {
      await setImmediate();
      signal?.throwIfAborted();
    }
    for (let j = 0; j < readers.length; j++) row[j] = readers[j](i);
    insert.run(...row);
  }
}

function valueReader(spec: ColumnSpec, column: Column, type: string): (row: number) => Value {
  if (column.storage === 'text') return (row) => column.values[row];
  if (column.storage === 'coded') {
    const levels = type === 'BOOLEAN' ? column.levels.map((level) => (level === 'true' ? 1 : 0)) : column.levels;
    return (row) => (column.codes[row] < 0 ? null : levels[column.codes[row]]);
  }
  const { values } = column;
  const print = spec.kind === 'datetime' ? instantPrinter(spec) : null;
  return (row) => {
    const value = values[row];
    if (Number.isNaN(value)) return null;
    if (print !== null) return print(value, row);
    if (Object.is(value, -0)) throw badTable(spec.name, row + 1, 'SQLite has no negative zero');
    return value;
  };
}
