import { setImmediate } from 'node:timers/promises';
import type { DuckDBAppender, DuckDBType } from '@duckdb/node-api';
import type { Column, Table, TableSpec } from '@verisim/core';
import type { Database } from './duckdb.ts';

/** A growing table `s` in the database: numbers as DOUBLE (NaN = missing), codes as INTEGER (-1 = missing), texts as VARCHAR. */
export interface Stage {
  readonly spec: TableSpec;
  /** Per coded column, every level so far and its code; `null` for the others. */
  readonly levels: readonly (Map<string, number> | null)[];
  append(table: Table, signal?: AbortSignal): Promise<void>;
}

/** Rows of a DuckDB data chunk. */
const CHUNK = 2048;

/** Creates the stage for tables with the columns of `first`, empty. */
export async function createStage(db: Database, first: Table): Promise<Stage> {
  const types = first.columns.map((column) => typeOf(db, column));
  const levels = first.columns.map((column) => (column.storage === 'coded' ? new Map<string, number>() : null));
  await db.run(`CREATE OR REPLACE TABLE s (${types.map((type, i) => `c${i} ${type}`).join(', ')})`);
  return {
    spec: first.spec,
    levels,
    async append(table, signal) {
      const columns = table.columns.map((column, i) => shared(column, levels[i]));
      const appender = await db.connection.createAppender('s');
      try {
        for (let from = 0; from < table.rows; from += CHUNK) {
          if (from % (32 * CHUNK) === 0) await setImmediate();
          signal?.throwIfAborted();
          appendChunk(db, appender, types, columns, from, Math.min(table.rows, from + CHUNK));
        }
      } finally {
        appender.closeSync();
      }
    },
  };
}

function typeOf({ duckdb }: Database, column: Column): DuckDBType {
  if (column.storage === 'numeric') return duckdb.DOUBLE;
  return column.storage === 'coded' ? duckdb.INTEGER : duckdb.VARCHAR;
}

/** The column with codes into the stage's own levels, which grow as needed. */
function shared(column: Column, levels: Map<string, number> | null): Column {
  if (column.storage !== 'coded' || levels === null) return column;
  const map = Int32Array.from(column.levels, (level) => {
    const code = levels.get(level) ?? levels.size;
    levels.set(level, code);
    return code;
  });
  if (map.every((code, i) => code === i)) return column;
  return { ...column, codes: column.codes.map((code) => (code < 0 ? -1 : map[code])) };
}

function appendChunk(
  { duckdb }: Database,
  appender: DuckDBAppender,
  types: readonly DuckDBType[],
  columns: readonly Column[],
  from: number,
  to: number,
): void {
  const chunk = duckdb.DuckDBDataChunk.create(types, to - from);
  columns.forEach((column, i) => {
    const vector = chunk.getColumnVector(i);
    if (column.storage === 'numeric') {
      itemsOf(vector).set(column.values.subarray(from, to));
    } else if (column.storage === 'coded') {
      itemsOf(vector).set(column.codes.subarray(from, to));
    } else {
      for (let row = from; row < to; row++) vector.setItem(row - from, column.values[row]);
    }
    vector.flush();
  });
  appender.appendDataChunk(chunk);
}

/** The memory of a vector of numbers, which the vector's type does not declare. */
const itemsOf = (vector: unknown): Float64Array | Int32Array =>
  (vector as { readonly items: Float64Array | Int32Array }).items;
