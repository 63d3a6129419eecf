import { type Column, type ColumnSpec, columnKinds, type Table } from '@verisim/core';
import { BLOCK_ROWS } from './draw-ids.ts';
import { tooLarge } from './errors.ts';

/** Bytes that a generator takes while it learns and then draws a block, on top of the table it is given. */
export interface MemoryCost {
  /** For each row of a modelled column. */
  readonly cell: number;
  /** For each different number of a column. */
  readonly number: number;
  /** For each level of a column. */
  readonly level: number;
  /** For each modelled column. */
  readonly column: number;
  /** For each row, whatever the columns. */
  readonly row: number;
  /** For each two columns. */
  readonly pair: number;
  /** For each row of a modelled column of a block. */
  readonly blockCell: number;
}

/** Codes, leaf codes and bins; values, counts and windows; levels being put in order; nodes; logarithms and the permutations of one tree. */
export const treesMemory: MemoryCost = {
  cell: 10,
  number: 24,
  level: 200,
  column: 40_000,
  row: 80,
  pair: 0,
  blockCell: 8,
};

/** Codes and tables alone. */
export const marginalsMemory: MemoryCost = {
  cell: 5,
  number: 24,
  level: 100,
  column: 5000,
  row: 60,
  pair: 0,
  blockCell: 12,
};

/** Codes, intervals and scores; triangles of correlations and weights and their root; normal scores of a block. */
export const copulaMemory: MemoryCost = {
  cell: 24,
  number: 40,
  level: 200,
  column: 5000,
  row: 40,
  pair: 32,
  blockCell: 24,
};

/** Identifiers are cut, turned round and counted as texts. */
const IDENTIFIER = 250;
/** What the allocator keeps of what was freed, and what code and small things take. */
const SLACK = 1.1;
const LEAST = 48 * 2 ** 20;
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
  const modelled = spec.columns.filter(({ kind }) => columnKinds[kind].storage !== 'text').length;
  const perColumn = cost.column + cost.cell * rows + cost.blockCell * Math.min(rows, BLOCK_ROWS) + cost.pair * modelled;
  const each = spec.columns.map((column, i): ColumnBytes => {
    const { storage, identifies } = columnKinds[column.kind];
    if (storage === 'text') return { name: column.name, bytes: identifies ? IDENTIFIER * rows : 0 };
    const one = storage === 'coded' ? cost.level : cost.number;
    const bytes = perColumn + one * differentValues(column, rows, columns?.[i]);
    return { name: column.name, bytes: Math.ceil(SLACK * bytes) };
  });
  const bytes = each.reduce((sum, column) => sum + column.bytes, LEAST + Math.ceil(SLACK * cost.row * rows));
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
