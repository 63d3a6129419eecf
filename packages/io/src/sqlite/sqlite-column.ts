import type { DatabaseSync } from 'node:sqlite';
import { unsupportedType } from '../errors.ts';
import type { ValueChange } from '../read-result.ts';
import type { SourceColumn } from '../source.ts';
import { quoteSqlite } from './sqlite-connection.ts';
import type { SqliteFacts } from './sqlite-facts.ts';
import type { DeclaredColumn, SqliteRows } from './sqlite-rows.ts';

/** How a column is read. */
export interface SqliteColumn {
  readonly source: SourceColumn;
  /** `number`, `boolean`: values as they are. `text`: bytes of texts. `mixed`: numbers printed, the bytes of the rest. */
  readonly reading: 'number' | 'boolean' | 'text' | 'mixed';
  readonly changes: readonly ValueChange[];
}

/** Decides by the values, which alone say what a column of SQLite holds; by the declared type only where they leave a choice. */
export function sqliteColumn(
  db: DatabaseSync,
  path: string,
  rows: SqliteRows,
  { name, type }: DeclaredColumn,
  facts: SqliteFacts,
  utf16: boolean,
): SqliteColumn {
  const { least, greatest } = facts;
  const make = (
    native: SourceColumn['native'],
    reading: SqliteColumn['reading'],
    more: Partial<SourceColumn> = {},
    changes: readonly ValueChange[] = [],
  ): SqliteColumn => ({
    source: {
      name,
      native,
      type: type || (least ?? 'without a type'),
      ...(native === 'text' && { mayHoldDates: true }),
      ...more,
    },
    reading,
    changes,
  });
  if (utf16 && greatest === 'blob') throw unsupportedType(path, name, 'binary in a database whose texts are UTF-16');
  if (least === null) return emptyColumn(type, make);
  if (isNumber(greatest)) return numberColumn(db, rows, name, type, facts, make);
  if (least === 'text' && greatest === 'text') return make('text', utf16 ? 'mixed' : 'text');
  if (least === 'blob') {
    const mayHoldDates = false;
    return make('text', 'text', { mayHoldDates, note: 'binary without a type, read as UTF-8 text' });
  }
  const counts = countClasses(db, rows, name);
  const parts = Object.entries(counts).flatMap(([kind, count]) => (count > 0 ? [`${count} ${kind}`] : []));
  const change = {
    column: name,
    what: `values of several types (${parts.join(', ')}), all kept as text`,
    rows: facts.present,
    example: exampleOf(db, rows, name, `typeof(c) <> 'text'`),
  };
  return make('text', 'mixed', { note: `holds ${parts.join(', ')}` }, [change]);
}

type Make = (
  native: SourceColumn['native'],
  reading: SqliteColumn['reading'],
  more?: Partial<SourceColumn>,
  changes?: readonly ValueChange[],
) => SqliteColumn;

const isNumber = (kind: string | null): boolean => kind === 'integer' || kind === 'real';

/** The declared type alone, by the rules for type affinity (sqlite.org/datatype3.html, 3.1). */
function emptyColumn(type: string, make: Make): SqliteColumn {
  if (/^BOOL/.test(type)) return make('boolean', 'boolean');
  if (type.includes('INT')) return make('integer', 'number');
  if (/CHAR|CLOB|TEXT/.test(type)) return make('text', 'text');
  if (/REAL|FLOA|DOUB|NUMERIC|DECIMAL/.test(type)) return make('number', 'number');
  return make('text', 'text');
}

function numberColumn(
  db: DatabaseSync,
  rows: SqliteRows,
  name: string,
  type: string,
  { reals, min, max }: SqliteFacts,
  make: Make,
): SqliteColumn {
  const note = /DATE|TIME/.test(type) ? { note: 'declared a date but holds numbers' } : {};
  const beyond = max > Number.MAX_SAFE_INTEGER || min < -Number.MAX_SAFE_INTEGER;
  if (reals === 0) {
    if (beyond) {
      return make('text', 'mixed', {
        mayHoldDates: false,
        note: 'whole numbers beyond 2^53, kept as they are written',
      });
    }
    if (/^BOOL/.test(type) && min >= 0 && max <= 1) return make('boolean', 'boolean');
    return make('integer', 'number', note);
  }
  const wide = `typeof(c) = 'integer' AND (c > 9007199254740991 OR c < -9007199254740991)`;
  if (beyond && count(db, rows, name, wide) > 0) {
    const what = 'whole numbers beyond 2^53 beside fractions, kept as they are written';
    return make('text', 'mixed', { mayHoldDates: false, note: what });
  }
  const infinite = `c IN (9e999, -9e999)`;
  if (Number.isFinite(min) && Number.isFinite(max)) return make('number', 'number', note);
  const example = exampleOf(db, rows, name, infinite);
  const change = { column: name, what: 'infinite, read as missing', rows: count(db, rows, name, infinite), example };
  return make('number', 'number', note, [change]);
}

function countClasses(db: DatabaseSync, rows: SqliteRows, name: string): Record<string, number> {
  const kinds = ['integer', 'real', 'text', 'blob'];
  const sums = kinds.map((kind) => `coalesce(sum(typeof(c) = '${kind}'), 0) AS ${kind}`);
  const found = db.prepare(`SELECT ${sums.join(', ')} FROM ${cellsOf(rows, name)}`).get() ?? {};
  return Object.fromEntries(kinds.map((kind) => [kind, Number(found[kind])]));
}

const cellsOf = ({ from }: SqliteRows, name: string): string => `(SELECT +${quoteSqlite(name)} AS c FROM ${from})`;

function count(db: DatabaseSync, rows: SqliteRows, name: string, condition: string): number {
  return Number(db.prepare(`SELECT count(*) AS n FROM ${cellsOf(rows, name)} WHERE ${condition}`).get()?.n);
}

function exampleOf(db: DatabaseSync, rows: SqliteRows, name: string, condition: string): string {
  const sql = `SELECT CAST(substr(c, 1, 60) AS TEXT) AS c FROM ${cellsOf(rows, name)} WHERE c IS NOT NULL AND ${condition} LIMIT 1`;
  return String(db.prepare(sql).get()?.c ?? '');
}
