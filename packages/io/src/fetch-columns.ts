import { type Column, columnKinds } from '@verisim/core';
import { instantCell } from './datetime-facts.ts';
import type { Decision } from './decision.ts';
import type { Database } from './duckdb.ts';
import { numberCell } from './number-facts.ts';
import type { SourceColumn } from './source.ts';
import { sqlGuarded, sqlNumberText, sqlText, unguarded } from './sql.ts';

/** A column to fetch: how it is read and, when it is coded, its levels. */
export interface ColumnRequest {
  readonly decision: Decision;
  readonly coding: Coding | null;
}

/** Levels of a coded column, and the SQL that gives codes into `order`, whose places in `levels` are `map`. */
export interface Coding {
  readonly levels: readonly string[];
  readonly code: string;
  readonly map: Int32Array;
}

type Sink = { readonly column: Column; take(vector: Vector, rows: Int32Array): void };
type Vector = { getItem(row: number): unknown; readonly items?: ArrayLike<number> };

/**
 * Fetches columns from table `t` into typed arrays (one array of strings for text and ids). Every cell is put where its row id
 * says, whatever the order in which the database's threads hand rows out.
 */
export async function fetchColumns(
  db: Database,
  requests: readonly ColumnRequest[],
  rows: number,
  signal?: AbortSignal,
): Promise<readonly Column[]> {
  const sinks = requests.map((request) => sinkOf(request, rows));
  const cells = ['rowid::INTEGER', ...requests.map(selectOf)];
  const result = await db.connection.stream(`SELECT ${cells.join(', ')} FROM t`);
  for (;;) {
    signal?.throwIfAborted();
    const chunk = await result.fetchChunk();
    if (chunk === null || chunk.rowCount === 0) break;
    const places = (chunk.getColumnVector(0) as unknown as { readonly items: Int32Array }).items;
    for (let i = 0; i < sinks.length; i++) sinks[i].take(chunk.getColumnVector(i + 1) as Vector, places);
  }
  return sinks.map((sink) => sink.column);
}

/** SQL for a cell as text, whatever the file stores. */
export function textCell(column: SourceColumn): string {
  if (column.native === 'integer') return `(${column.cell})::VARCHAR`;
  if (column.native === 'number') return sqlNumberText(`(${column.cell})`);
  if (column.native === 'instant') return `strftime(epoch_ms(${column.cell}), ${sqlText(column.format ?? '%Y-%m-%d')})`;
  return column.cell;
}

function selectOf({ decision, coding }: ColumnRequest): string {
  if (coding) return `coalesce(${coding.code}, -1)::INTEGER`;
  if (columnKinds[decision.kind].storage === 'text') return sqlGuarded(textCell(decision.column));
  return `coalesce((${numericCell(decision)})::DOUBLE, 'nan'::DOUBLE)`;
}

function numericCell({ column, kind, format }: Decision): string {
  if (column.native !== 'csv' && column.native !== 'text') return column.cell;
  return kind === 'datetime' ? instantCell(column.cell, format ?? '%Y-%m-%d') : numberCell(column.cell);
}

function sinkOf({ decision, coding }: ColumnRequest, rows: number): Sink {
  if (coding) {
    const codes = new Int32Array(rows);
    const { levels, map } = coding;
    const take: Sink['take'] = (vector, places) => {
      const items = vector.items!;
      for (let i = 0; i < places.length; i++) codes[places[i]] = items[i] < 0 ? -1 : map[items[i]];
    };
    return { column: { storage: 'coded', codes, levels }, take };
  }
  if (columnKinds[decision.kind].storage === 'text') {
    const values = new Array<string | null>(rows);
    const take: Sink['take'] = (vector, places) => {
      for (let i = 0; i < places.length; i++) values[places[i]] = unguarded(vector.getItem(i));
    };
    return { column: { storage: 'text', values }, take };
  }
  const values = new Float64Array(rows);
  const take: Sink['take'] = (vector, places) => {
    const items = vector.items!;
    for (let i = 0; i < places.length; i++) values[places[i]] = items[i];
  };
  return { column: { storage: 'numeric', values }, take };
}
