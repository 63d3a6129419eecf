import type { DatabaseSync } from 'node:sqlite';
import { queryAndTable, unreadableSqlite } from '../databases/database-errors.ts';
import { chooseTable, type NamedTable } from '../databases/database-tables.ts';
import { duplicateColumn, unnamedColumn } from '../errors.ts';
import { quoteSqlite } from './sqlite-connection.ts';

/** The rows that are read, as pieces of SQL. */
export interface SqliteRows {
  /** What stands after FROM. */
  readonly from: string;
  /** The column by which rows have a place of their own and are read, quoted; `null` for views, queries and the like. */
  readonly rowid: string | null;
  /** ` ORDER BY ...`, or nothing where the order is the query's. */
  readonly order: string;
  readonly columns: readonly DeclaredColumn[];
}

/** A column as declared. */
export interface DeclaredColumn {
  readonly name: string;
  /** In upper case; empty for an expression or a column declared without a type. */
  readonly type: string;
}

interface SqliteTable extends NamedTable {
  readonly type: string;
  readonly withoutRowid: boolean;
}

/** Finds the table or the query that is meant and looks at its columns. Throws `io/...` errors of naming and `io/bad-query`. */
export function findRows(db: DatabaseSync, path: string, table: string | null, query: string | undefined): SqliteRows {
  if (query !== undefined) {
    if (table !== null) throw queryAndTable(path, table);
    const text = query.replace(/[\s;]+$/, '');
    const from = `(${text}\n)`;
    db.prepare(`SELECT * FROM ${from}`);
    return { from, rowid: null, order: '', columns: columnsOf(db, path, text) };
  }
  const chosen = chooseTable(path, tablesOf(db), table);
  checkPages(db, path, chosen);
  const from = quoteSqlite(chosen.name);
  const columns = columnsOf(db, path, `SELECT * FROM ${from}`);
  const rowid = rowidOf(chosen, columns);
  return { from, rowid, order: rowid === null ? keyOrder(db, chosen) : ` ORDER BY ${rowid}`, columns };
}

/** Tables and views, without those that SQLite and its extensions keep for themselves. */
export function tablesOf(db: DatabaseSync): readonly SqliteTable[] {
  const rows = db
    .prepare(`SELECT name, type, wr FROM pragma_table_list WHERE schema = 'main' AND type <> 'shadow'
      AND name NOT LIKE 'sqlite^_%' ESCAPE '^' ORDER BY name`)
    .all();
  return rows.map(({ name, type, wr }) => ({
    name: String(name),
    type: String(type),
    view: type === 'view',
    withoutRowid: wr === 1,
  }));
}

/** Lets SQLite check the structure of the table's pages, which plain reading follows without a look. */
function checkPages(db: DatabaseSync, path: string, { name, type }: SqliteTable): void {
  if (type !== 'table') return;
  const found = db.prepare(`PRAGMA quick_check(${quoteSqlite(name)})`).all();
  const messages = found.map(({ quick_check }) => String(quick_check));
  const damage = messages.find((text) => text !== 'ok' && !/^(NULL|NUMERIC|TEXT|non-\w+) value|^CHECK/.test(text));
  if (damage !== undefined) throw unreadableSqlite(path, `it is damaged (${damage.replaceAll('\n', ', ')})`);
}

function columnsOf(db: DatabaseSync, path: string, select: string): readonly DeclaredColumn[] {
  const columns = db.prepare(select).columns();
  const seen = new Map<string, number>();
  for (const [i, { name }] of columns.entries()) {
    const first = seen.get(name.toLowerCase());
    if (first !== undefined) throw duplicateColumn(path, name, first + 1, i + 1);
    seen.set(name.toLowerCase(), i);
    if (name === '') throw unnamedColumn(path, i + 1);
  }
  return columns.map(({ name, type }) => ({ name, type: (type ?? '').toUpperCase() }));
}

function rowidOf({ type, withoutRowid }: SqliteTable, columns: readonly DeclaredColumn[]): string | null {
  if (type !== 'table' || withoutRowid) return null;
  const names = new Set(columns.map(({ name }) => name.toLowerCase()));
  return ['rowid', '_rowid_', 'oid'].find((name) => !names.has(name)) ?? null;
}

/** By primary key where there is no row number, so that an index on some columns cannot lend its own order. */
function keyOrder(db: DatabaseSync, { name, type }: SqliteTable): string {
  if (type !== 'table') return '';
  const key = db.prepare('SELECT name FROM pragma_table_info(?) WHERE pk > 0 ORDER BY pk').all(name);
  return key.length === 0 ? '' : ` ORDER BY ${key.map((column) => quoteSqlite(String(column.name))).join(', ')}`;
}
