import type { Database } from './duckdb.ts';
import type { Coding } from './fetch-columns.ts';
import { sqlGuarded, sqlName, unguarded } from './sql.ts';
import { textFacts } from './text-facts.ts';

/**
 * Dictionary-encodes a text cell of table `t`. Levels: `first` (those of another table, in its order), then the others that
 * occur, sorted by UTF-16 code units.
 */
export async function codeLevels(db: Database, cell: string, first: readonly string[]): Promise<Coding> {
  const { dictionary, distinct } = await textFacts(db, cell);
  if (distinct === 0) return { levels: first, code: 'NULL', map: new Int32Array(0) };
  const type = sqlName(`levels of ${cell}`);
  await db.run(`CREATE TYPE ${type} AS ENUM (SELECT v FROM ${dictionary} ORDER BY v)`);
  const order = (await db.rows(`SELECT ${sqlGuarded('v')} FROM ${dictionary} ORDER BY v`)).map(
    ([value]) => unguarded(value)!,
  );
  const known = new Set(first);
  const levels = [...first, ...order.filter((level) => !known.has(level)).sort()];
  const place = new Map(levels.map((level, code) => [level, code]));
  return { levels, code: `enum_code((${cell})::${type})`, map: Int32Array.from(order, (level) => place.get(level)!) };
}
