import { unsupportedType } from '../errors.ts';
import type { SourceColumn } from '../source.ts';
import type { PostgresField, PostgresRows } from './postgres-rows.ts';
import { type PostgresSession, quotePostgres } from './postgres-session.ts';

/** How the text that the server sends for a value is read. */
export type PostgresReading = 'boolean' | 'number' | 'single' | 'date' | 'timestamp' | 'text' | 'padded' | 'other';

/** How a column is read. */
export interface PostgresColumn {
  readonly source: SourceColumn;
  readonly reading: PostgresReading;
}

const TEXTS = ['text', 'varchar', 'name', 'uuid', 'citext', 'char', 'unknown'];
const SAFE = '9007199254740991';

/** Decides how the columns are read; asks for the values of those whose type leaves a choice. Throws `io/unsupported-type`. */
export async function postgresColumns(
  session: PostgresSession,
  { from, columns }: PostgresRows,
  signal?: AbortSignal,
): Promise<readonly PostgresColumn[]> {
  const conditions = columns.map(conditionOf);
  const asked = conditions.filter((condition) => condition !== null);
  const answers: (string | null)[] = [];
  for (let at = 0; at < asked.length; at += 400) {
    const looks = asked.slice(at, at + 400).map((condition) => `bool_or(${condition})`);
    answers.push(...(await session.rows(`SELECT ${looks.join(', ')} FROM ${from}`, [], signal))[0]);
  }
  let next = 0;
  return columns.map((field, i) => columnOf(session, field, conditions[i] !== null && answers[next++] === 't'));
}

/** What must hold of no value so that a column may be read the simple way; `null` where nothing can stand against it. */
function conditionOf({ name, base, scale }: PostgresField): string | null {
  const c = quotePostgres(name);
  if (base === 'int8') return `${c} NOT BETWEEN -${SAFE} AND ${SAFE}`;
  if (base === 'numeric' && scale !== null && scale <= 0)
    return `${c} = 'NaN' OR ${c} NOT BETWEEN -${SAFE} AND ${SAFE}`;
  // A double prints the fewest digits that tell it from its neighbours: a value is exact when these are its own.
  if (base === 'numeric') {
    return `CASE WHEN ${c}::text IN ('NaN', 'Infinity', '-Infinity') OR ${c} = 0 THEN false
      WHEN abs(${c}) NOT BETWEEN 1e-300 AND 1e300 THEN true ELSE ${c}::float8::text::numeric <> ${c} END`;
  }
  if (base === 'timestamp' || base === 'timestamptz') return `isfinite(${c}) AND date_trunc('second', ${c}) <> ${c}`;
  return null;
}

function columnOf({ address }: PostgresSession, field: PostgresField, found: boolean): PostgresColumn {
  const { name, type, base, family, scale } = field;
  const make = (
    native: SourceColumn['native'],
    reading: PostgresReading,
    more: Partial<SourceColumn> = {},
  ): PostgresColumn => ({ source: { name, native, type, ...more }, reading });
  if (base === 'bool') return make('boolean', 'boolean');
  if (['int2', 'int4', 'oid'].includes(base)) return make('integer', 'number');
  if (base === 'int8' && !found) return make('integer', 'number');
  if (base === 'int8') return make('text', 'text', { note: 'whole numbers beyond 2^53, kept as they are written' });
  if (base === 'float8') return make('number', 'number');
  if (base === 'float4') return make('number', 'single');
  if (base === 'numeric' && found) {
    return make('text', 'text', { note: `${type} with more digits than a number holds, kept as written` });
  }
  if (base === 'numeric') return make(scale !== null && scale <= 0 ? 'integer' : 'number', 'number');
  if (base === 'date') return make('instant', 'date', { format: '%Y-%m-%d' });
  const fraction = found ? '.%g' : '';
  if (base === 'timestamp') return make('instant', 'timestamp', { format: `%Y-%m-%d %H:%M:%S${fraction}` });
  if (base === 'timestamptz') {
    return make('instant', 'timestamp', { format: `%Y-%m-%dT%H:%M:%S${fraction}Z`, zone: 'Z' });
  }
  if (base === 'bytea') throw unsupportedType(address.label, name, 'bytea (binary)');
  if (base === 'bpchar') return make('text', 'padded');
  if (TEXTS.includes(base) || family === 'e') return make('text', 'text');
  return make('text', 'other', { note: `${type}, kept as Postgres prints it` });
}
