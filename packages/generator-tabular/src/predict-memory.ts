import { type Column, type ColumnSpec, columnKinds, type Table } from '@verisim/core';
import { BLOCK_ROWS } from './draw-ids.ts';
import { tooLarge } from './errors.ts';

/** Bytes that a generator takes while it learns and then draws a block, on top of the table it is given. */
export interface MemoryCost {
  /** For each row of a modelled column. */
  readonly cell: number;
  /** For each different number of a column, and each level. */
  readonly distinct: number;
  /** For each row, whatever the columns. */
  readonly row: number;
  /** For each two columns. */
  readonly pair: number;
  /** For each row of a modelled column of a block. */
  readonly blockCell: number;
}

/** Codes, leaf codes, bins and nodes of trees; values, counts and windows; logarithms and one tree's permutations; values and bins of a block. */
export const treesMemory: MemoryCost = { cell: 12, distinct: 32, row: 60, pair: 0, blockCell: 14 };

/** Codes and tables alone. */
export const marginalsMemory: MemoryCost = { cell: 8, distinct: 24, row: 40, pair: 0, blockCell: 12 };

/** Codes, intervals and scores; triangles of correlations and weights and their root; normal scores of a block. */
export const copulaMemory: MemoryCost = { cell: 24, distinct: 40, row: 40, pair: 32, blockCell: 24 };

/** Identifiers are cut, turned round and counted as texts. */
const IDENTIFIER = 250;
/** What the allocator keeps of what was freed. */
const SLACK = 1.2;
/** Rows that are looked at to tell how many different numbers a column has. */
const LOOKED_AT = 4096;
/** 4 GB: what a machine of 8 GB can give beside the table itself. */
const MOST_BYTES = 2 ** 32;

/** A column and its share of the bytes. */
export interface ColumnBytes {
  readonly name: string;
  readonly bytes: number;
}

/** What a fit will take. */
export interface MemoryPrediction {
  /** In all, on top of the table. */
  readonly bytes: number;
  /** The costliest first. */
  readonly columns: readonly ColumnBytes[];
}

/** A table, or its schema and number of rows; then every number counts as different. */
export type Measured = Pick<Table, 'spec' | 'rows'> & Partial<Pick<Table, 'columns'>>;

/**
 * Bytes that learning from a table and drawing a block of as many rows (65,536 at most) will take, on top of the table: rather more than
 * less, by up to a factor of 2. Looks at no more than 4,096 cells of each column.
 */
export function predictMemory({ spec, rows, columns }: Measured, cost: MemoryCost): MemoryPrediction {
  const block = Math.min(rows, BLOCK_ROWS);
  const modelled = spec.columns.filter(({ kind }) => columnKinds[kind].storage !== 'text').length;
  const each = spec.columns.map((column, i): ColumnBytes => {
    const { storage, identifies } = columnKinds[column.kind];
    const values = storage === 'text' ? 0 : differentValues(column, rows, columns?.[i]) * cost.distinct;
    const cells = storage === 'text' ? (identifies ? IDENTIFIER * rows : 0) : cost.cell * rows + cost.blockCell * block;
    const pairs = storage === 'text' ? 0 : cost.pair * modelled;
    return { name: column.name, bytes: Math.ceil(SLACK * (cells + values + pairs)) };
  });
  const bytes = each.reduce((sum, column) => sum + column.bytes, Math.ceil(SLACK * cost.row * rows));
  return { bytes, columns: each.sort((a, b) => b.bytes - a.bytes) };
}

/** Refuses a table that would take more than `most` bytes (4 GB unless told). Throws `generator-tabular/too-large`. */
export function refuseLarge(generator: string, data: Measured, cost: MemoryCost, most: number = MOST_BYTES): void {
  const { bytes, columns } = predictMemory(data, cost);
  if (bytes <= most) return;
  const rows = Math.floor(data.rows * Math.min(1, (0.9 * most) / bytes));
  throw tooLarge(
    { generator, rows: data.rows, columns: columns.length, bytes, most },
    costliest(columns, bytes - most),
    rows,
  );
}

/** The costliest columns that are enough to leave out; none when that would be more than half of them. */
function costliest(columns: readonly ColumnBytes[], excess: number): readonly ColumnBytes[] {
  let dropped = 0;
  let count = 0;
  while (dropped < excess && count < columns.length) dropped += columns[count++].bytes;
  return count > columns.length / 2 ? [] : columns.slice(0, count);
}

/** About how many different values a column has: those seen in some rows, and for each that was seen once as many rows as it stands for (Good 1953). */
function differentValues({ levels }: ColumnSpec, rows: number, column: Column | undefined): number {
  if (column === undefined) return levels?.length ?? rows;
  if (column.storage !== 'numeric') return column.storage === 'coded' ? column.levels.length : 0;
  const step = Math.max(1, rows / LOOKED_AT);
  const seen = new Map<number, number>();
  let looked = 0;
  for (let at = 0; at < rows; at += step, looked++) {
    const value = column.values[Math.floor(at)];
    seen.set(value, (seen.get(value) ?? 0) + 1);
  }
  if (looked >= rows) return seen.size;
  const once = [...seen.values()].filter((count) => count === 1).length;
  return Math.min(rows, seen.size + (rows * once) / looked);
}
