import {
  type Column,
  type ColumnSpec,
  createContext,
  createRandom,
  createTable,
  measure,
  type Table,
} from '@verisim/core';
import { describe, expect, it } from 'vitest';
import { fidelity } from '../src/index.ts';

type Part = readonly [name: string, kind: ColumnSpec['kind'], column: Column];

const tableOf = (parts: readonly Part[]): Table =>
  createTable(
    parts.map(([name, kind]): ColumnSpec => ({ name, kind, nullable: true, role: 'feature' })),
    parts.map(([, , column]) => column),
  );
const numbers = (rows: number, of: (row: number) => number): Column => ({
  storage: 'numeric',
  values: Float64Array.from({ length: rows }, (_, row) => of(row)),
});
const codes = (rows: number, levels: number, of: (row: number) => number): Column => ({
  storage: 'coded',
  levels: Array.from({ length: levels }, (_, i) => `level ${i}`),
  codes: Int32Array.from({ length: rows }, (_, row) => of(row)),
});

/** Two draws of one process, which no finding may call unlike. */
const worlds: readonly (readonly [string, rows: number, (rows: number, next: () => number) => readonly Part[]])[] = [
  ['one number', 200, (n, next) => [['x', 'number', numbers(n, next)]]],
  ['one category', 200, (n, next) => [['c', 'category', codes(n, 3, () => Math.floor(3 * next()))]]],
  [
    'constant columns',
    200,
    (n) => [
      ['x', 'number', numbers(n, () => 5)],
      ['c', 'category', codes(n, 1, () => 0)],
    ],
  ],
  [
    'columns without a value',
    200,
    (n, next) => [
      ['x', 'number', numbers(n, () => NaN)],
      ['c', 'category', codes(n, 0, () => -1)],
      ['y', 'number', numbers(n, next)],
    ],
  ],
  [
    'three rows',
    3,
    (n, next) => [
      ['x', 'number', numbers(n, next)],
      ['c', 'boolean', codes(n, 2, (row) => row % 2)],
    ],
  ],
  [
    'numbers near the ends of what can be stored, and beyond',
    200,
    (n, next) => [
      ['x', 'number', numbers(n, () => 1.7e308 * (2 * next() - 1))],
      ['y', 'number', numbers(n, (row) => (row % 7 === 0 ? Infinity : next()))],
    ],
  ],
  [
    'more columns than rows',
    60,
    (n, next) => Array.from({ length: 120 }, (_, i): Part => [`x${i}`, 'number', numbers(n, next)]),
  ],
  [
    'a level for nearly every row',
    600,
    (n, next) => [
      ['c', 'category', codes(n, 20_000, () => Math.floor(20_000 * next()))],
      ['x', 'number', numbers(n, next)],
    ],
  ],
];

/** Paths of numbers that are not finite, and of texts that say so. */
function oddities(value: unknown, path = ''): string[] {
  if (typeof value === 'number') return Number.isFinite(value) ? [] : [path];
  if (typeof value === 'string')
    return /\b(NaN|Infinity)\b|undefined is|-0\.0+\b/.test(value) ? [`${path} ${value}`] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => oddities(inner, `${path}/${key}`));
}

describe.each(worlds)('%s', (name, rows, make) => {
  const draw = (seed: number) => {
    const random = createRandom(`${name} ${seed}`);
    return tableOf(make(rows, () => random.next()));
  };
  const [real, synthetic, holdout] = [draw(1), draw(2), draw(3)];

  it.each([
    ['a holdout', { real, synthetic, holdout }],
    ['no holdout', { real, synthetic }],
  ])('with %s is measured without a number that is none, and not called unlike', async (_, data) => {
    const found = await measure(data, [{ evaluator: fidelity }], createContext({ seed: 1 }));
    expect(oddities(found)).toEqual([]);
    expect(found.measurements.length).toBeGreaterThan(3);
    const unlike = found.findings.filter(({ level, rule }) => level !== 'info' && rule !== 'unseen-level');
    expect(unlike).toEqual([]);
  });
});
