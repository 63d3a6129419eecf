import { badQuery, queryAndTable } from '../databases/database-errors.ts';
import { chooseTable, type NamedTable } from '../databases/database-tables.ts';
import { duplicateColumn, noRows, unnamedColumn } from '../errors.ts';
import { type PostgresSession, quotePostgres } from './postgres-session.ts';

/** The rows that are read, as pieces of SQL. */
export interface PostgresRows {
  /** What stands after FROM, with an alias of its own. */
  readonly from: string;
  /** ` ORDER BY ...`, or nothing where the order is the query's. */
  readonly order: string;
  /** Says the order, where the table has none. */
  readonly notes: readonly string[];
  readonly columns: readonly PostgresField[];
}

/** A column as the server describes it. */
export interface PostgresField {
  readonly name: string;
  /** The type with its modifiers, such as `numeric(10,2)`. */
  readonly type: string;
  /** The type's own name in the catalogue, such as `int8`; of a domain, that of the type below it. */
  readonly base: string;
  /** `pg_type.typtype` and `typcategory` (postgresql.org/docs/current/catalog-pg-type.html). */
  readonly family: string;
  readonly category: string;
  /** Digits after the point of a `numeric` with declared digits; `null` for none declared. */
  readonly scale: number | null;
}

/** Finds the table or query that is meant, inside the running transaction. */
export async function findRows(session: PostgresSession, query?: string, signal?: AbortSignal): Promise<PostgresRows> {
  const { table, label } = session.address;
  if (query !== undefined && table !== null) throw queryAndTable(label, table);
  const text = query?.replace(/[\s;]+$/, '');
  const chosen = text === undefined ? await chooseFrom(session, signal) : null;
  const rows = chosen === null ? `(${text}\n)` : chosen.sql;
  const columns = await describe(session, chosen === null ? (text ?? '') : `SELECT * FROM ${rows}`, rows);
  const alias = quotePostgres(aliasBeside(columns));
  const from = `${rows} AS ${alias}`;
  const some = await session.rows(`SELECT 1 FROM ${from} LIMIT 1`, [], signal);
  if (some.length === 0) throw noRows(table === null ? label : `${label}#${table}`);
  if (chosen === null) return { from, order: '', notes: [], columns };
  const key = await keyOf(session, chosen.oid, signal);
  const name = `"${chosen.name}"`;
  if (key.length > 0) {
    const notes = [`rows of ${name} in the order of its primary key (${key.join(', ')})`];
    return { from, order: ` ORDER BY ${key.map(quotePostgres).join(', ')}`, notes, columns };
  }
  const notes = [`${name} has no primary key and so no order: its rows are sorted by all columns, as text`];
  return { from, order: ` ORDER BY (${alias}.*)::text COLLATE "C"`, notes, columns };
}

/** A name that no column has, for a whole row is called by it. */
function aliasBeside(columns: readonly PostgresField[]): string {
  let alias = 'r';
  while (columns.some(({ name }) => name === alias)) alias += 'r';
  return alias;
}

interface FoundTable extends NamedTable {
  readonly sql: string;
  readonly oid: string;
}

async function chooseFrom(session: PostgresSession, signal?: AbortSignal): Promise<FoundTable> {
  const tables = await session.rows(
    `SELECT c.oid, n.nspname, c.relname, c.relkind IN ('v', 'm'), pg_table_is_visible(c.oid)
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND NOT c.relispartition
        AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname !~ '^pg_(toast|temp)'
      ORDER BY n.nspname, c.relname`,
    [],
    signal,
  );
  const { label, table } = session.address;
  const bare = tables.some(([, , name, , visible]) => name === table && visible === 't');
  const found = tables.map(([oid, schema, name, view, visible]): FoundTable => {
    const short = visible === 't' && (bare || !(table ?? '').includes('.'));
    const sql = `${quotePostgres(schema ?? '')}.${quotePostgres(name ?? '')}`;
    return { name: short ? (name ?? '') : `${schema}.${name}`, view: view === 't', sql, oid: oid ?? '' };
  });
  return chooseTable(label, found, table);
}

/** Lets the server describe the columns of a single SELECT. `wrapped` is the same between parentheses: it must be one, too. */
async function describe(session: PostgresSession, select: string, wrapped: string): Promise<readonly PostgresField[]> {
  const { client, address } = session;
  await session.rows(`SELECT 1 FROM ${wrapped} AS r LIMIT 0`);
  const query = { text: `SELECT * FROM (${select}\n) AS r LIMIT 0`, rowMode: 'array', queryMode: 'extended' } as const;
  const { fields } = await client.query(query);
  if (fields.length === 0) throw badQuery(address.label, 'it gives no columns');
  const seen = new Map<string, number>();
  for (const [i, { name }] of fields.entries()) {
    const first = seen.get(name);
    if (first !== undefined) throw duplicateColumn(address.label, name, first + 1, i + 1);
    if (name === '') throw unnamedColumn(address.label, i + 1);
    seen.set(name, i);
  }
  const types = await session.rows(
    `SELECT format_type(a.oid, a.modifier), t.typname, t.typtype, t.typcategory
      FROM unnest($1::oid[], $2::int4[]) WITH ORDINALITY AS a(oid, modifier, place) JOIN pg_type t ON t.oid = a.oid ORDER BY a.place`,
    [fields.map(({ dataTypeID }) => dataTypeID), fields.map(({ dataTypeModifier }) => dataTypeModifier)],
  );
  return fields.map(({ name, dataTypeModifier }, i): PostgresField => {
    const [type, base, family, category] = types[i].map((text) => text ?? '');
    const scale = base === 'numeric' && dataTypeModifier >= 0 ? scaleOf(dataTypeModifier) : null;
    return { name, type, base, family, category, scale };
  });
}

/** The digits after the point, which may be below 0 (src/backend/utils/adt/numeric.c: 11 bits with a sign). */
const scaleOf = (modifier: number): number => (((modifier - 4) & 0x7ff) ^ 1024) - 1024;

async function keyOf(session: PostgresSession, oid: string, signal?: AbortSignal): Promise<readonly string[]> {
  const rows = await session.rows(
    `SELECT a.attname FROM pg_index i CROSS JOIN LATERAL unnest(i.indkey) WITH ORDINALITY AS k(attnum, place)
      JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum
      WHERE i.indrelid = $1 AND i.indisprimary AND k.place <= i.indnkeyatts ORDER BY k.place`,
    [oid],
    signal,
  );
  return rows.map(([name]) => name ?? '');
}
