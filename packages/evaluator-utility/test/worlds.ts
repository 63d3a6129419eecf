import { type Random, type Table, takeRows } from '@verisim/core';
import { tableOf } from './tables.ts';

/** Rows of a known process: a class that depends on two numbers and two categories, about `base` of them positive. */
export function process(
  rows: number,
  random: Random,
  options: { base?: number; label?: (truth: boolean) => boolean } = {},
): Table {
  const { base = 0.3, label = (truth: boolean) => truth } = options;
  const shift = Math.log(base / (1 - base));
  const x1: number[] = [];
  const x2: number[] = [];
  const group: string[] = [];
  const kind: string[] = [];
  const target: string[] = [];
  for (let i = 0; i < rows; i++) {
    const a = random.normal();
    const b = random.normal();
    const g = random.int(0, 6);
    const k = random.int(0, 3);
    const logit = shift + 0.9 * a - 0.7 * b * b + 0.7 + (g < 2 ? 0.9 : g === 5 ? -0.9 : 0) + (k === 2 ? 0.6 * a : 0);
    x1.push(a);
    x2.push(b);
    group.push(`g${g}`);
    kind.push(`k${k}`);
    target.push(label(random.next() < 1 / (1 + Math.exp(-logit))) ? 'yes' : 'no');
  }
  return tableOf({ x1, x2, group, kind, target });
}

/** The same rows with the target column in another order: it no longer depends on anything. */
export function withShuffledTarget(table: Table, random: Random): Table {
  const order = Int32Array.from({ length: table.rows }, () => random.int(0, table.rows));
  const shuffled = takeRows(table, order);
  return { ...table, columns: [...table.columns.slice(0, -1), shuffled.columns[table.columns.length - 1]] };
}
