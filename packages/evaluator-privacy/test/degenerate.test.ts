import { type Column, type ColumnSpec, createContext, createRandom, createTable, type Table } from '@verisim/core';
import { describe, expect, it } from 'vitest';
import { auditJson, auditPrivacy, auditSections } from '../src/index.ts';

type Part = readonly [kind: ColumnSpec['kind'], column: Column];

const tableOf = (parts: readonly Part[]): Table =>
  createTable(
    parts.map(([kind], i): ColumnSpec => ({ name: `c${i}`, kind, nullable: true, role: 'feature' })),
    parts.map(([, column]) => column),
  );
const numbers = (rows: number, of: (row: number) => number): Part => [
  'number',
  { storage: 'numeric', values: Float64Array.from({ length: rows }, (_, row) => of(row)) },
];
const codes = (rows: number, levels: number, of: (row: number) => number): Part => [
  'category',
  {
    storage: 'coded',
    levels: Array.from({ length: levels }, (_, i) => `level ${i}`),
    codes: Int32Array.from({ length: rows }, (_, row) => of(row)),
  },
];
const texts = (rows: number, value: string | null): Part => [
  'text',
  { storage: 'text', values: Array.from({ length: rows }, () => value) },
];

const worlds: readonly (readonly [string, rows: number, (rows: number, next: () => number) => readonly Part[]])[] = [
  ['one number', 150, (n, next) => [numbers(n, next)]],
  ['one category', 150, (n, next) => [codes(n, 3, () => Math.floor(3 * next()))]],
  ['constant columns', 150, (n) => [numbers(n, () => 5), codes(n, 1, () => 0)]],
  ['columns without a value', 150, (n, next) => [numbers(n, () => NaN), codes(n, 0, () => -1), numbers(n, next)]],
  ['nothing but missing', 150, (n) => [numbers(n, () => NaN), codes(n, 0, () => -1)]],
  ['three rows', 3, (n, next) => [numbers(n, next), codes(n, 2, (row) => row % 2)]],
  ['one row', 1, (n, next) => [numbers(n, next)]],
  ['huge numbers', 150, (n, next) => [numbers(n, () => 1.7e308 * (2 * next() - 1)), numbers(n, () => -0)]],
  ['more columns than rows', 40, (n, next) => Array.from({ length: 80 }, () => numbers(n, next))],
  ['a level for nearly every row', 300, (n, next) => [codes(n, 20_000, () => Math.floor(20_000 * next()))]],
  ['empty and missing texts', 60, (n) => [texts(n, ''), texts(n, null)]],
];

/** Paths of numbers that are not finite, and of texts that say so. */
function oddities(value: unknown, path = ''): string[] {
  if (typeof value === 'number') return Number.isFinite(value) ? [] : [path];
  if (typeof value === 'string') return /\b(NaN|Infinity)\b|undefined/.test(value) ? [`${path} ${value}`] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => oddities(inner, `${path}/${key}`));
}

describe.each(worlds)('an audit of %s', (name, rows, make) => {
  const draw = (seed: number) => {
    const random = createRandom(`${name} ${seed}`);
    return tableOf(make(rows, () => random.next()));
  };
  const data = { real: draw(1), synthetic: draw(2), holdout: draw(3) };

  it('of fresh rows sees no leak, and holds no number that is none', async () => {
    const audit = await auditPrivacy(data, { predicates: 200 }, createContext({ seed: 1 }));
    const json = auditJson(audit);
    expect(json.decision).toBe('no leak seen');
    const about = { files: [], sensitive: [], seed: '1', command: 'verisim privacy' };
    expect(oddities([json, auditSections(audit, about)])).toEqual([]);
  });

  it('without a holdout is unknown', async () => {
    const { real, synthetic } = data;
    const json = auditJson(await auditPrivacy({ real, synthetic }, { power: false }, createContext({ seed: 1 })));
    expect(json.decision).toBe('unknown');
    expect(oddities(json)).toEqual([]);
  });
});
