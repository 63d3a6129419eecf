import type { Database } from './duckdb.ts';
import { missingMarkers } from './number-facts.ts';
import { sqlOneOf, sqlText } from './sql.ts';

const DAYS = ['%Y-%m-%d', '%m/%d/%Y', '%d/%m/%Y', '%-m/%-d/%Y', '%-d/%-m/%Y', '%d.%m.%Y', '%-d.%-m.%Y', '%Y/%m/%d'];
const TIMES = ['', ' %H:%M', ' %H:%M:%S', ' %H:%M:%S.%g', ' %H:%M:%S.%f'];
const ISO_TIMES = ['T%H:%M', 'T%H:%M:%S', 'T%H:%M:%S.%g', 'T%H:%M:%S.%f'];

/**
 * The strftime formats a reader looks for, in order of preference: ISO 8601 dates and instants, and day, month and year with
 * slashes or dots. DuckDB's signs: `%g` three digits of milliseconds, `%f` six of microseconds, `%-d` without a leading zero.
 */
export const datetimeFormats: readonly string[] = [
  ...DAYS.flatMap((day) => TIMES.map((time) => day + time)),
  ...ISO_TIMES.map((time) => `%Y-%m-%d${time}`),
  ...[...ISO_TIMES, ...TIMES.slice(1)].map((time) => `%Y-%m-%d${time}Z`),
];

/** SQL for the milliseconds since 1970-01-01 UTC of a text in a format; NULL unless printing them gives the text again. */
export function instantCell(cell: string, format: string): string {
  const milliseconds = `epoch_ms(try_strptime(${cell}, ${sqlText(format)}))`;
  return `CASE WHEN strftime(epoch_ms(${milliseconds}), ${sqlText(format)}) = ${cell} THEN ${milliseconds} END`;
}

/** Whether anything among the first present values looks like a date at all. */
export async function looksLikeDates(db: Database, cell: string): Promise<boolean> {
  const [other, like] = await db.row(`SELECT count_if(NOT d), count_if(d) FROM (
    SELECT regexp_matches(${cell}, '^[0-9]{1,4}[-/.][0-9]{1,2}[-/.][0-9]') AS d FROM t
    WHERE NOT ${sqlOneOf(cell, missingMarkers)} LIMIT 2048)`);
  return Number(other) === 0 && Number(like) > 0;
}

/** The formats, of those given, that every value of a column is written in. Markers of missing values are passed over. */
export async function fittingFormats(
  db: Database,
  cell: string,
  formats: readonly string[] = datetimeFormats,
): Promise<readonly string[]> {
  const early = await fitting(db, cell, formats, 'LIMIT 2048');
  return early.length === 0 ? [] : fitting(db, cell, early, '');
}

async function fitting(
  db: Database,
  cell: string,
  formats: readonly string[],
  limit: string,
): Promise<readonly string[]> {
  const counts = formats.map((format) => `count(${instantCell('c', format)})`).join(', ');
  const [present, ...fits] = await db.row(`SELECT count(*), ${counts} FROM (SELECT ${cell} AS c FROM t
    WHERE NOT ${sqlOneOf(cell, missingMarkers)} ${limit})`);
  return formats.filter((_, i) => Number(present) > 0 && fits[i] === present);
}

/** The first value that is not in a format, and its row from 1. */
export async function firstUnfit(
  db: Database,
  cell: string,
  format: string,
): Promise<{ readonly row: number; readonly value: string } | null> {
  const [found] = await db.rows(`SELECT rowid, c FROM (SELECT rowid, ${cell} AS c FROM t
    WHERE NOT ${sqlOneOf(cell, missingMarkers)}) WHERE ${instantCell('c', format)} IS NULL ORDER BY rowid LIMIT 1`);
  return found === undefined ? null : { row: Number(found[0]) + 1, value: String(found[1]) };
}

/** Texts in a column that mark a missing value. */
export async function markersIn(
  db: Database,
  cell: string,
): Promise<{ readonly rows: number; readonly example: string }> {
  const [rows, example] = await db.row(`SELECT count(*), min(${cell}) FROM t WHERE ${sqlOneOf(cell, missingMarkers)}`);
  return { rows: Number(rows), example: String(example) };
}

/** The known format that fits most of a column's values. */
export async function closestFormat(db: Database, cell: string): Promise<string> {
  const counts = datetimeFormats.map((format) => `count(${instantCell('c', format)})`).join(', ');
  const fits = (await db.row(`SELECT ${counts} FROM (SELECT ${cell} AS c FROM t)`)).map(Number);
  return datetimeFormats[fits.indexOf(Math.max(...fits))];
}
