import { sameEveryPass } from '../databases/database-digest.ts';
import type { Format, OpenOptions } from '../format.ts';
import type { Batch, Source } from '../source.ts';
import { type PostgresPass, postgresBatches } from './postgres-batches.ts';
import { postgresColumns } from './postgres-column.ts';
import { findRows } from './postgres-rows.ts';
import { connectPostgres, workingError } from './postgres-session.ts';
import { writePostgres } from './postgres-write.ts';

/**
 * PostgreSQL, through `pg`: `postgres://user@host:5432/database#schema.table`, see `postgresAddress`. The password is taken from
 * the URL, `PGPASSWORD` or `~/.pgpass` and stands in no message.
 *
 * Reading: one read-only transaction in which all passes see the same rows. A table has no order: rows come in that of the primary key,
 * else sorted by all columns, and `notes` says which; those of a query in the query's own. `bigint` and `numeric` are numbers when
 * every value is exact as one, else text as written; `real` is widened exactly. `date`, `timestamp` and `timestamptz` (zone
 * `Z`) are instants, cut to milliseconds and listed where finer; infinite ones and `NaN` are missing and listed; years
 * other than 1 to 9999 are refused. `char(n)` loses its padding, listed; arrays, JSON, intervals, times and other types are text, listed;
 * `bytea` is refused.
 *
 * Writing: one transaction, so the table appears whole or not at all. Integers are `bigint`, numbers `double precision`, booleans (levels
 * `false`, `true`) `boolean`, instants `date`, `timestamp` or, with a zone, `timestamptz`, all else `text`. A table that is there
 * must be empty and have the same columns. A NUL character, a name beyond 63 bytes and over 1,600 columns are refused.
 */
export const postgres: Format = { name: 'postgres', open: openSource, write: writePostgres };

async function openSource(location: string, { query, signal }: OpenOptions): Promise<Source> {
  const session = await connectPostgres(location, signal);
  const failed = (error: unknown) => workingError(session.address, 'read', error, query !== undefined);
  try {
    await session.rows('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY', [], signal);
    for (const setting of settings) await session.rows(`SET LOCAL ${setting}`);
    const [[encoding]] = await session.rows('SHOW server_encoding');
    // Such a server knows no characters: it would refuse what is no UTF-8 without naming the row.
    if (encoding === 'SQL_ASCII') await session.rows('SET LOCAL client_encoding = SQL_ASCII');
    const rows = await findRows(session, query, signal);
    const columns = await postgresColumns(session, rows, signal);
    const pass: PostgresPass = { session, rows, columns, changes: [] };
    async function* batches(passSignal?: AbortSignal): AsyncGenerator<Batch> {
      try {
        yield* postgresBatches(pass, passSignal);
      } catch (error) {
        throw failed(error);
      }
    }
    return {
      columns: columns.map(({ source }) => source),
      batches: rows.order === '' ? sameEveryPass(session.address.label, batches) : batches,
      hash: () => null,
      notes: () => rows.notes,
      changes: () => pass.changes,
      close: () => session.close(),
    };
  } catch (error) {
    await session.close();
    throw failed(error);
  }
}

/** What decides how values are printed and rows found. */
const settings = [
  ...["datestyle = 'ISO, YMD'", "timezone = 'UTC'", "intervalstyle = 'postgres'", 'extra_float_digits = 3'],
  ...['synchronize_seqscans = off', 'statement_timeout = 0', 'idle_in_transaction_session_timeout = 0'],
];
