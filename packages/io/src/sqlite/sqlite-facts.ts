import type { DatabaseSync } from 'node:sqlite';
import { setImmediate } from 'node:timers/promises';
import { quoteSqlite } from './sqlite-connection.ts';
import type { SqliteRows } from './sqlite-rows.ts';

/** What a column holds, over all rows. Storage classes are those of SQLite: sqlite.org/datatype3.html. */
export interface SqliteFacts {
  readonly rows: number;
  readonly present: number;
  /** The storage classes of the least and the greatest value; `null` when every value is missing. */
  readonly least: string | null;
  readonly greatest: string | null;
  readonly reals: number;
  /** The least and the greatest value where they are numbers, `NaN` otherwise. */
  readonly min: number;
  readonly max: number;
}

/** Rows looked at between two looks at the abort signal. */
const WINDOW = 262_144;
/** Columns looked at by one statement, which can have 2,000 results. */
const WIDTH = 200;
const NONE: SqliteFacts = {
  rows: 0,
  present: 0,
  least: null,
  greatest: null,
  reals: 0,
  min: Number.NaN,
  max: Number.NaN,
};
const RANK: Readonly<Record<string, number>> = { integer: 0, real: 0, text: 1, blob: 2 };

/**
 * Looks at every value. SQLite orders numbers before texts before blobs, so the classes of the least and the greatest value
 * say whether a column holds one class only.
 */
export async function sqliteFacts(db: DatabaseSync, rows: SqliteRows, signal?: AbortSignal): Promise<SqliteFacts[]> {
  const facts: SqliteFacts[] = [];
  for (let from = 0; from < rows.columns.length; from += WIDTH) {
    const names = rows.columns.slice(from, from + WIDTH).map(({ name }) => name);
    facts.push(...(await someFacts(db, rows, names, signal)));
  }
  return facts;
}

async function someFacts(
  db: DatabaseSync,
  { from, rowid }: SqliteRows,
  names: readonly string[],
  signal?: AbortSignal,
): Promise<SqliteFacts[]> {
  const looks = names.map((_, i) => {
    const [least, greatest] = ['min', 'max'].map((which) => `${which}(c${i} COLLATE BINARY)`);
    const number = (value: string) =>
      `CASE WHEN typeof(${value}) IN ('integer', 'real') THEN CAST(${value} AS REAL) END`;
    return `count(c${i}), typeof(${least}), typeof(${greatest}), sum(typeof(c${i}) = 'real'), ${number(least)}, ${number(greatest)}`;
  });
  const place = rowid === null ? 'NULL' : rowid;
  const window = rowid === null ? '' : ` WHERE ${rowid} >= ? ORDER BY ${rowid} LIMIT ${WINDOW}`;
  const cells = names.map((name, i) => `+${quoteSqlite(name)} AS c${i}`);
  const statement = db.prepare(
    `SELECT CAST(max(place) AS TEXT), count(*), ${looks.join(', ')} FROM (SELECT ${place} AS place, ${cells.join(', ')} FROM ${from}${window})`,
  );
  statement.setReturnArrays(true);
  let facts = names.map(() => NONE);
  for (let next = -(2n ** 63n); ; ) {
    signal?.throwIfAborted();
    const row = (rowid === null ? statement.get() : statement.get(next)) as unknown as readonly (
      | string
      | number
      | null
    )[];
    facts = facts.map((known, i) => merge(known, Number(row[1]), row.slice(2 + 6 * i, 8 + 6 * i)));
    if (rowid === null || Number(row[1]) < WINDOW || row[0] === String(2n ** 63n - 1n)) return facts;
    next = BigInt(row[0] ?? 0) + 1n;
    await setImmediate();
  }
}

function merge(known: SqliteFacts, rows: number, found: readonly (string | number | null)[]): SqliteFacts {
  const [present, least, greatest, reals, min, max] = found;
  const total = {
    rows: known.rows + rows,
    present: known.present + Number(present),
    reals: known.reals + Number(reals ?? 0),
  };
  if (present === 0) return { ...known, ...total };
  const first = known.least === null || known.greatest === null;
  return {
    ...total,
    least: first || RANK[String(least)] < RANK[known.least ?? ''] ? String(least) : known.least,
    greatest: first || RANK[String(greatest)] > RANK[known.greatest ?? ''] ? String(greatest) : known.greatest,
    min: smaller(known.min, min === null ? Number.NaN : Number(min)),
    max: -smaller(-known.max, max === null ? Number.NaN : -Number(max)),
  };
}

const smaller = (a: number, b: number): number => (Number.isNaN(a) || b < a ? b : a);
