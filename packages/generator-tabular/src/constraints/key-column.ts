import { type Context, columnKinds, type NumericColumn, type Random, type Table } from '@verisim/core';
import { BLOCK_ROWS } from '../draw-ids.ts';
import { skipTaken } from '../id-pattern.ts';
import { findGrid, type ValueGrid } from '../value-grid.ts';
import { numbersOf } from './named-columns.ts';
import type { Rule } from './rule.ts';

/** A column of whole numbers that are unique by themselves. They are not learned: rows count through those that are free. */
export interface KeyColumn {
  readonly column: number;
  readonly rule: string;
  readonly grid: ValueGrid;
  readonly low: number;
  /** Grid points between the real ends, and the places of the real keys among them, ascending. */
  readonly points: number;
  readonly taken: Float64Array;
  /** Where counting starts among the free points, and how far it goes with each row; coprime to their number. */
  readonly start: number;
  readonly stride: number;
  readonly missing: number;
}

/** Unique columns of whole numbers on which no other rule looks. */
export function learnKeys(table: Table, rules: readonly Rule[], random: Random): readonly KeyColumn[] {
  return rules.flatMap((rule): readonly KeyColumn[] => {
    const [name] = rule.columns;
    if (rule.constraint?.rule !== 'unique' || rule.columns.length > 1) return [];
    const column = table.spec.columns.findIndex((spec) => spec.name === name);
    const { kind } = table.spec.columns[column];
    const shared = rules.some((other) => other.constraint && other !== rule && other.columns.includes(name));
    if (kind === 'datetime' || !columnKinds[kind].whole || shared) return [];
    const key = learnKey(numbersOf(table.columns[column]), random.fork(`key:${name}`));
    return key === null ? [] : [{ column, rule: rule.label, ...key }];
  });
}

function learnKey(values: Float64Array, random: Random): Omit<KeyColumn, 'column' | 'rule'> | null {
  const sorted = values.filter((value) => !Number.isNaN(value)).sort();
  const grid = findGrid(sorted);
  if (sorted.length === 0 || grid === null) return null;
  const [low, high] = [sorted[0], sorted[sorted.length - 1]];
  const places = sorted.map((value) => Math.round((value - low) / grid.step));
  const points = Math.round((high - low) / grid.step) + 1;
  const taken = new Float64Array(new Set(places));
  const free = points - taken.length;
  const missing = (values.length - sorted.length) / values.length;
  return { grid, low, points, taken, missing, ...course(free, random) };
}

/** A start below `free`, and a stride near its golden section so that few rows spread over the whole range. */
function course(free: number, random: Random): { start: number; stride: number } {
  if (free < 2) return { start: 0, stride: 1 };
  let stride = Math.max(1, Math.round(free * (0.55 + 0.2 * random.next())));
  while (divisor(stride, free) !== 1) stride--;
  return { start: Math.floor(random.next() * free), stride };
}

function divisor(a: number, b: number): number {
  let [x, y] = [a, b];
  while (y > 0) [x, y] = [y, x % y];
  return x;
}

/**
 * The keys of a block: row r of block b takes place `b * 65536 + r` of a course through the free grid points, so keys are unique over all
 * blocks and none is a real one; when they run out, keys go on above the real range. Notes `keys-beyond-range`.
 */
export function drawKeys(key: KeyColumn, name: string, block: number, rows: number, ctx: Context): NumericColumn {
  const random = ctx.random.fork(`key:${name}`);
  const free = key.points - key.taken.length;
  const first = block * BLOCK_ROWS;
  if (first + rows > free) ctx.note('keys-beyond-range', { column: name, room: free });
  let place = free > 0 ? Number((BigInt(key.start) + BigInt(first) * BigInt(key.stride)) % BigInt(free)) : 0;
  const values = new Float64Array(rows);
  for (let row = 0; row < rows; row++) {
    const beyond = first + row - free;
    const point = beyond >= 0 ? key.points + beyond : skipTaken(key.taken, place);
    values[row] = key.missing > 0 && random.next() < key.missing ? Number.NaN : key.low + point * key.grid.step;
    place += key.stride;
    if (place >= free) place -= free;
  }
  return { storage: 'numeric', values };
}
