import { type Column, type ColumnSpec, columnKinds, type Table } from '@verisim/core';
import { isTrueFalse } from '../databases/database-boolean.ts';
import { badTableName, databaseFailed, tableExists, tooManyColumns } from '../databases/database-errors.ts';
import { badColumnName, badInstant, badTable, blocksDiffer, noColumns } from '../errors.ts';
import type { Format } from '../format.ts';
import { printNumber } from '../print-cells.ts';
import { copyIn } from './postgres-copy.ts';
import { connectPostgres, type PostgresSession, quotePostgres, workingError } from './postgres-session.ts';

/** What Postgres is built with everywhere (postgresql.org/docs/current/limits.html): bytes of a name, columns of a table. */
const NAME_LIMIT = 63;
const COLUMN_LIMIT = 1600;
const SYSTEM_COLUMNS = ['tableoid', 'xmin', 'cmin', 'xmax', 'cmax', 'ctid'];
/** Characters that are put together before they are sent. */
const PIECE = 1 << 17;
const DAY = 86_400_000;

/** See {@link postgres}. */
export const writePostgres: Format['write'] = async (location, blocks, { signal }) => {
  const session = await connectPostgres(location, signal);
  let step: 'work' | 'commit' = 'work';
  try {
    await session.rows('BEGIN', [], signal);
    const iterator = blocks[Symbol.asyncIterator]();
    const first = await iterator.next();
    if (first.done) throw noColumns(session.address.label);
    const target = await createTarget(session, first.value, signal);
    const rest = { [Symbol.asyncIterator]: () => iterator };
    await copyIn(
      session.client,
      `COPY ${target.name} FROM STDIN`,
      chunksOf(session, target, first.value, rest, signal),
    );
    signal?.throwIfAborted();
    step = 'commit';
    await session.rows('COMMIT');
  } catch (error) {
    signal?.throwIfAborted();
    const { address } = session;
    const found = workingError(address, 'written', error, false);
    const lost = step === 'commit' && (found as { code?: string }).code === 'io/database-failed';
    const why = 'the connection broke during the last step: look whether the table is there';
    throw lost ? databaseFailed(address.label, 'written', why, error) : found;
  } finally {
    // What was not committed is rolled back.
    await session.close();
  }
};

/** The table that rows go to. */
interface TableTarget {
  readonly name: string;
  readonly types: readonly string[];
}

async function createTarget(
  session: PostgresSession,
  { spec, columns }: Table,
  signal?: AbortSignal,
): Promise<TableTarget> {
  const { label } = session.address;
  checkColumns(label, spec.columns);
  const { schema, table } = await tableNamed(session, signal);
  const types = spec.columns.map((column, i) => typeOf(column, columns[i]));
  const name = `${quotePostgres(schema)}.${quotePostgres(table)}`;
  if (!(await canBeFilled(session, schema, table, spec.columns, types, signal))) {
    const declared = spec.columns.map((column, i) => `${quotePostgres(column.name)} ${types[i]}`);
    await session.rows(`CREATE TABLE ${name} (${declared.join(', ')})`, [], signal);
  }
  return { name, types };
}

/** `schema.table`, or `table` in the schema where the server makes new tables. */
async function tableNamed(session: PostgresSession, signal?: AbortSignal): Promise<{ schema: string; table: string }> {
  const { label, table: wanted } = session.address;
  if (wanted === null) throw badTableName(label, '', 'is missing: write #table or #schema.table behind the URL');
  const [[current], ...named] = await session.rows(
    `SELECT coalesce(current_schema(), 'public') UNION ALL (SELECT nspname FROM pg_namespace ORDER BY nspname)`,
    [],
    signal,
  );
  const dot = wanted.indexOf('.');
  const schema = dot < 0 ? (current ?? 'public') : wanted.slice(0, dot);
  const table = wanted.slice(dot + 1);
  const schemas = named.map(([name]) => name ?? '').filter((name) => !name.startsWith('pg_'));
  if (!schemas.includes(schema)) {
    throw badTableName(
      label,
      wanted,
      `begins with "${schema}.", and there is no such schema (there is ${schemas.join(', ')})`,
    );
  }
  checkName(table, (what) => badTableName(label, table, what));
  return { schema, table };
}

function checkName(name: string, refuse: (what: string) => Error): void {
  const bytes = Buffer.byteLength(name);
  if (name === '') throw refuse('is empty');
  if (name.includes('\0')) throw refuse('holds a NUL character, which Postgres cannot');
  if (bytes > NAME_LIMIT) throw refuse(`is ${bytes} bytes long, and Postgres cuts names after ${NAME_LIMIT}`);
}

function checkColumns(label: string, columns: readonly ColumnSpec[]): void {
  if (columns.length > COLUMN_LIMIT) throw tooManyColumns(label, columns.length, COLUMN_LIMIT, 'a Postgres table');
  for (const { name } of columns) {
    checkName(name, (what) => badColumnName(label, name, what));
    if (SYSTEM_COLUMNS.includes(name)) throw badColumnName(label, name, 'is one that Postgres gives its own columns');
  }
}

function typeOf(spec: ColumnSpec, column: Column): string {
  if (spec.kind === 'boolean' && isTrueFalse(column)) return 'boolean';
  if (spec.kind === 'datetime') {
    if (spec.zone !== undefined) return 'timestamp with time zone';
    return showsTime(spec.format) ? 'timestamp without time zone' : 'date';
  }
  const { storage, whole } = columnKinds[spec.kind];
  if (storage !== 'numeric') return 'text';
  return whole ? 'bigint' : 'double precision';
}

/** Whether a strftime format prints anything finer than a day. */
const showsTime = (format: string | undefined): boolean => format === undefined || /%-?[HIMSfgnpsXcT]/.test(format);

/** Whether the table is there, empty and declared the same. Throws `io/table-exists` when it is there and is not. */
async function canBeFilled(
  session: PostgresSession,
  schema: string,
  table: string,
  columns: readonly ColumnSpec[],
  types: readonly string[],
  signal?: AbortSignal,
): Promise<boolean> {
  const { label } = session.address;
  const [found] = await session.rows(
    'SELECT c.oid, c.relkind FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = $1 AND c.relname = $2',
    [schema, table],
    signal,
  );
  if (found === undefined) return false;
  if (found[1] !== 'r' && found[1] !== 'p') throw tableExists(label, `${schema}.${table}`, 'which is no plain table');
  const there = await session.rows(
    `SELECT attname, format_type(atttypid, atttypmod) FROM pg_attribute WHERE attrelid = $1 AND attnum > 0 AND NOT attisdropped
      AND attgenerated = '' ORDER BY attnum`,
    [found[0]],
    signal,
  );
  const same =
    there.length === columns.length && there.every(([name, type], i) => name === columns[i].name && type === types[i]);
  if (!same) throw tableExists(label, `${schema}.${table}`, 'with other columns');
  const name = `${quotePostgres(schema)}.${quotePostgres(table)}`;
  await session.rows(`LOCK TABLE ${name} IN SHARE ROW EXCLUSIVE MODE`, [], signal);
  if ((await session.rows(`SELECT 1 FROM ${name} LIMIT 1`, [], signal)).length > 0) {
    throw tableExists(label, `${schema}.${table}`, 'which holds rows');
  }
  return true;
}

/** The rows in the text format of COPY (postgresql.org/docs/current/sql-copy.html). */
async function* chunksOf(
  session: PostgresSession,
  { types }: TableTarget,
  first: Table,
  rest: AsyncIterable<Table>,
  signal?: AbortSignal,
): AsyncGenerator<Buffer> {
  let count = 0;
  async function* all() {
    yield first;
    yield* rest;
  }
  for await (const { spec, columns, rows } of all()) {
    count++;
    const cells = columns.map((column, i) => {
      if (types[i] === 'boolean' && !isTrueFalse(column)) throw blocksDiffer(session.address.label, count);
      return cellPrinter(spec.columns[i], column, types[i]);
    });
    let text = '';
    for (let row = 0; row < rows; row++) {
      for (let i = 0; i < cells.length; i++) text += i === 0 ? cells[i](row) : `\t${cells[i](row)}`;
      text += '\n';
      if (text.length < PIECE) continue;
      signal?.throwIfAborted();
      yield Buffer.from(text);
      text = '';
    }
    signal?.throwIfAborted();
    if (text !== '') yield Buffer.from(text);
  }
}

const MISSING = '\\N';
const CONTROL: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };

function cellPrinter(spec: ColumnSpec, column: Column, type: string): (row: number) => string {
  const refuse = (row: number) => badTable(spec.name, row + 1, 'the text holds a NUL character, which Postgres cannot');
  if (column.storage === 'text') {
    const { values } = column;
    return (row) => {
      const value = values[row];
      if (value === null) return MISSING;
      if (value.includes('\0')) throw refuse(row);
      return escapeText(value);
    };
  }
  if (column.storage === 'coded') {
    const { codes } = column;
    const levels = column.levels.map((level) => (level.includes('\0') ? null : escapeText(level)));
    return (row) => {
      if (codes[row] < 0) return MISSING;
      const text = levels[codes[row]];
      if (text === null) throw refuse(row);
      return text;
    };
  }
  const { values } = column;
  const print = spec.kind === 'datetime' ? instantPrinter(spec, type) : numberPrinter(spec);
  return (row) => (Number.isNaN(values[row]) ? MISSING : print(values[row], row));
}

const escapeText = (text: string): string =>
  /[\\\n\r\t]/.test(text) ? text.replace(/[\\\n\r\t]/g, (sign) => CONTROL[sign]) : text;

function numberPrinter(spec: ColumnSpec): (value: number, row: number) => string {
  if (!columnKinds[spec.kind].whole) return printNumber;
  return (value, row) => {
    if (Object.is(value, -0)) throw badTable(spec.name, row + 1, 'a Postgres bigint has no negative zero');
    return String(value);
  };
}

function instantPrinter(spec: ColumnSpec, type: string): (value: number, row: number) => string {
  return (value, row) => {
    if (type === 'date' && value % DAY !== 0) throw badInstant(spec.name, row + 1, spec.format ?? '');
    const text = new Date(value).toISOString();
    if (!/^(?!0000)\d{4}-/.test(text)) throw badTable(spec.name, row + 1, `${text} is outside the years 1 to 9999`);
    return type === 'date' ? text.slice(0, 10) : text;
  };
}
