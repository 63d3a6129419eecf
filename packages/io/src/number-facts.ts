import type { Database } from './duckdb.ts';
import { sqlOneOf } from './sql.ts';

/** Texts that mark a missing value, but only in a column whose other values are all numbers or all dates. */
export const missingMarkers: readonly string[] = ['NA', 'N/A', 'NaN', 'nan', 'null', 'NULL'];

/** What a column of texts holds, seen as numbers. Counts are of rows. */
export interface NumberFacts {
  readonly present: number;
  /** Whole numbers in canonical spelling, at most 2^53 - 1 away from 0. */
  readonly integers: number;
  /** Other numbers that a double holds as they are written. */
  readonly numbers: number;
  readonly markers: number;
  readonly marker: string | null;
  /** Spelt otherwise (`007`, `+1`, `1e3x` is not one) or too long for a double; read as numbers only when asked to. */
  readonly odd: number;
  readonly oddExample: string | null;
  /** Nothing like a number; the first of them, and its row from 1. */
  readonly other: number;
  readonly otherExample: string | null;
  readonly otherRow: number;
  /** The most decimals that any number shows. */
  readonly decimals: number;
}

const SAFE = '9007199254740991';
const MARKER = 3;

/** SQL that classes a text: 1 canonical integer, 2 number, 3 missing marker, 4 number in odd spelling, 0 none of these. */
const classOf = (cell: string): string => `CASE
  WHEN TRY_CAST(${cell} AS BIGINT)::VARCHAR = ${cell} THEN CASE WHEN abs(TRY_CAST(${cell} AS HUGEINT)) <= ${SAFE} THEN 1 ELSE 4 END
  WHEN regexp_full_match(${cell}, '-?(0|[1-9][0-9]*)?\\.[0-9]+|-?(0|[1-9][0-9]*)(\\.[0-9]+)?[eE][+-]?[0-9]+|-0')
    AND ${keepsDigits(cell)} AND ${isFiniteNumber(cell)} THEN 2
  WHEN ${sqlOneOf(cell, missingMarkers)} THEN ${MARKER}
  WHEN regexp_full_match(${cell}, '[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]+)?') AND ${isFiniteNumber(cell)} THEN 4
  ELSE 0 END`;

/** At most 17 significant digits, and not so small that it becomes 0. */
function keepsDigits(cell: string): string {
  const mantissa = `regexp_extract(${cell}, '^-?([0-9.]*)', 1)`;
  const digits = `length(trim(replace(${mantissa}, '.', ''), '0'))`;
  return `(length(${cell}) <= 17 OR ${digits} <= 17) AND (TRY_CAST(${cell} AS DOUBLE) <> 0 OR ${digits} = 0)`;
}

function isFiniteNumber(cell: string): string {
  return `coalesce(isfinite(TRY_CAST(${cell} AS DOUBLE)), false)`;
}

/** SQL for the decimals that a number shows: `1.50` 2, `1e-3` 3. */
const decimalsOf = (cell: string): string => `CASE
  WHEN contains(lower(${cell}), 'e') THEN greatest(0, length(regexp_extract(${cell}, '\\.([0-9]*)', 1))
    - coalesce(TRY_CAST(regexp_extract(${cell}, '[eE]([+-]?[0-9]+)', 1) AS INTEGER), 0))
  WHEN contains(${cell}, '.') THEN length(${cell}) - strpos(${cell}, '.') ELSE 0 END`;

/** Looks at a staged column of texts, or at its first `limit` present values. */
export async function numberFacts(db: Database, cell: string, limit?: number): Promise<NumberFacts> {
  const row = await db.row(`WITH v AS (SELECT rowid AS r, ${cell} AS c FROM t WHERE ${cell} IS NOT NULL ${
    limit === undefined ? '' : `LIMIT ${limit}`
  }), k AS (SELECT r, c, ${classOf('c')} AS k FROM v)
    SELECT count(*), count_if(k = 1), count_if(k = 2), count_if(k = 3), arg_min(c, r) FILTER (WHERE k = 3),
      count_if(k = 4), arg_min(c, r) FILTER (WHERE k = 4), count_if(k = 0), arg_min(c, r) FILTER (WHERE k = 0),
      min(r) FILTER (WHERE k = 0), max(CASE WHEN k = 2 THEN ${decimalsOf('c')} END) FROM k`);
  const text = (value: unknown) => (value === null ? null : String(value));
  return {
    present: Number(row[0]),
    integers: Number(row[1]),
    numbers: Number(row[2]),
    markers: Number(row[3]),
    marker: text(row[4]),
    odd: Number(row[5]),
    oddExample: text(row[6]),
    other: Number(row[7]),
    otherExample: text(row[8]),
    otherRow: Number(row[9] ?? 0) + 1,
    decimals: Number(row[10] ?? 0),
  };
}

/** SQL for the number that a text spells, NULL for missing and for markers. */
export const numberCell = (cell: string): string =>
  `TRY_CAST(CASE WHEN ${sqlOneOf(cell, missingMarkers)} THEN NULL ELSE ${cell} END AS DOUBLE)`;
