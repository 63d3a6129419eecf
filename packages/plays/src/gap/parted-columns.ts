import {
  type CodedColumn,
  type ColumnSpec,
  type Condition,
  columnIndex,
  type NumericColumn,
  type Table,
} from '@verisim/core';
import { isFeature } from '@verisim/evaluator-utility';
import { quantileCuts, rangeConditions } from './slice-atoms.ts';

/** A column cut into parts that do not overlap: levels, or quarters of an ordered one. */
export interface PartedColumn {
  readonly name: string;
  /** Part of each row; -1 = none (missing, or a level too rare to count on). */
  readonly codes: Int32Array;
  /** Rows and conditions of each part. */
  readonly counts: Int32Array;
  readonly conditions: readonly (readonly Condition[])[];
  /** Levels as they were written; quarters are no levels. */
  readonly levels: boolean;
}

const MOST_LEVELS = 30;
const LEAST_ROWS = 10;
const QUARTERS = [0.25, 0.5, 0.75] as const;

/**
 * The target and the features in parts, the target first. Of a wide table the columns that tell most of the target are kept (mutual
 * information), `most` in all: tables of all pairs or triples grow with the square or the cube.
 */
export function partedColumns(table: Table, target: string, most: number): readonly PartedColumn[] {
  const at = columnIndex(table.spec, target);
  const first = parted(table.spec.columns[at], table.columns[at] as CodedColumn);
  const others = table.spec.columns.flatMap((spec, i): PartedColumn[] => {
    const column = table.columns[i];
    if (!isFeature(spec, target) || spec.role === 'group' || column.storage === 'text') return [];
    const found = parted(spec, column);
    return found.counts.length > 1 ? [found] : [];
  });
  if (others.length < most) return [first, ...others];
  const worth = new Map(others.map((column) => [column, mutualInformation(first, column)]));
  const kept = others.toSorted((a, b) => worth.get(b)! - worth.get(a)!).slice(0, most - 1);
  return [first, ...others.filter((column) => kept.includes(column))];
}

function parted(spec: ColumnSpec, column: CodedColumn | NumericColumn): PartedColumn {
  return column.storage === 'coded' ? levelsOf(spec, column) : quartersOf(spec, column);
}

function levelsOf({ name }: ColumnSpec, { codes, levels }: CodedColumn): PartedColumn {
  const counts = new Int32Array(levels.length);
  for (const code of codes) if (code >= 0) counts[code]++;
  const kept = [...levels.keys()]
    .filter((code) => counts[code] >= LEAST_ROWS)
    .sort((a, b) => counts[b] - counts[a] || a - b)
    .slice(0, MOST_LEVELS);
  const place = levels.map((_, code) => kept.indexOf(code));
  return {
    name,
    codes: codes.map((code) => (code < 0 ? -1 : place[code])),
    counts: Int32Array.from(kept, (code) => counts[code]),
    conditions: kept.map((code) => [{ column: name, in: [levels[code]] }]),
    levels: true,
  };
}

function quartersOf(spec: ColumnSpec, { values }: NumericColumn): PartedColumn {
  const cuts = quantileCuts(values, QUARTERS);
  const codes = new Int32Array(values.length).fill(-1);
  const counts = new Int32Array(cuts.length + 1);
  for (const [row, value] of values.entries()) {
    if (Number.isNaN(value)) continue;
    const above = cuts.findIndex((cut) => value <= cut);
    codes[row] = above < 0 ? cuts.length : above;
    counts[codes[row]]++;
  }
  const ends = [Number.NEGATIVE_INFINITY, ...cuts, Number.POSITIVE_INFINITY];
  const conditions = ends.slice(1).map((high, i) => rangeConditions(spec, ends[i], high));
  return { name: spec.name, codes, counts, conditions, levels: false };
}

/** Rows of every pair of parts, `a.counts.length * b.counts.length`. */
export function pairCounts(a: PartedColumn, b: PartedColumn): Int32Array {
  const width = b.counts.length;
  const counts = new Int32Array(a.counts.length * width);
  for (let row = 0; row < a.codes.length; row++)
    if (a.codes[row] >= 0 && b.codes[row] >= 0) counts[a.codes[row] * width + b.codes[row]]++;
  return counts;
}

/** In nats, over the rows that have a part in both. */
function mutualInformation(a: PartedColumn, b: PartedColumn): number {
  const joint = pairCounts(a, b);
  const width = b.counts.length;
  const total = joint.reduce((sum, count) => sum + count, 0);
  const rows = Array.from(a.counts, (_, i) => joint.subarray(i * width, (i + 1) * width).reduce((x, y) => x + y, 0));
  const columns = Array.from(b.counts, (_, k) => rows.reduce((sum, _, i) => sum + joint[i * width + k], 0));
  return joint.reduce((sum, count, i) => {
    if (count === 0) return sum;
    return sum + (count / total) * Math.log((count * total) / (rows[Math.floor(i / width)] * columns[i % width]));
  }, 0);
}
