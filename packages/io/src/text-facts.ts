import type { Database } from './duckdb.ts';
import { sqlName } from './sql.ts';

/** What a column of texts holds. */
export interface TextFacts {
  /** The table of its distinct values: `v` the value, `n` its rows. */
  readonly dictionary: string;
  readonly present: number;
  readonly distinct: number;
  /** Mean length in characters, over rows. */
  readonly meanLength: number;
  /** Share of rows whose value holds white space. */
  readonly spaced: number;
}

/** Counts a column's distinct texts into a table of the database. */
export async function textFacts(db: Database, cell: string): Promise<TextFacts> {
  const dictionary = sqlName(`dictionary of ${cell}`);
  await db.run(`CREATE OR REPLACE TABLE ${dictionary} AS
    SELECT ${cell} AS v, count(*) AS n FROM t WHERE ${cell} IS NOT NULL GROUP BY ALL`);
  const [distinct, present, length, spaced] = await db.row(`SELECT count(*), coalesce(sum(n), 0)::DOUBLE,
    coalesce(sum(n * length(v)), 0)::DOUBLE, coalesce(sum(n) FILTER (WHERE regexp_matches(v, '\\s')), 0)::DOUBLE FROM ${dictionary}`);
  const rows = Number(present);
  return {
    dictionary,
    present: rows,
    distinct: Number(distinct),
    meanLength: rows === 0 ? 0 : Number(length) / rows,
    spaced: rows === 0 ? 0 : Number(spaced) / rows,
  };
}

/** The first few distinct texts in order. */
export async function someTexts(db: Database, facts: TextFacts, limit: number): Promise<readonly string[]> {
  const rows = await db.rows(`SELECT v FROM ${facts.dictionary} ORDER BY v LIMIT ${limit}`);
  return rows.map(([value]) => String(value));
}

/** Whether all texts are built alike: UUIDs, hexadecimal digests of one length, or one pattern of letters, digits and signs. */
export async function builtAlike(db: Database, facts: TextFacts): Promise<boolean> {
  const [uuids, digests, patterns] = await db.row(`SELECT
    bool_and(regexp_full_match(v, '(?i)[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}')),
    bool_and(regexp_full_match(v, '(?i)[0-9a-f]{8,}')) AND min(length(v)) = max(length(v)),
    count(DISTINCT regexp_replace(regexp_replace(v, '[A-Za-z]+', 'a', 'g'), '[0-9]+', '9', 'g')) FROM ${facts.dictionary}`);
  return uuids === true || digests === true || Number(patterns) === 1;
}
