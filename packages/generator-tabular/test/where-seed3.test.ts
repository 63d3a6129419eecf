import {
  type Condition,
  cellOf,
  columnOf,
  createContext,
  fit,
  type Json,
  rowsWhere,
  sample,
  type Table,
  tableHash,
  takeRows,
} from '@verisim/core';
import { describe, expect, test } from 'vitest';
import { createSamplingPool } from '../../workers/src/index.ts';
import { trees } from '../src/index.ts';
import { drawn, goldenReal, tableOf } from './tables.ts';

async function drawWhere(data: Table, where: readonly Condition[], rows = 400, options: object = {}) {
  const noted = new Map<string, Json>();
  const ctx = createContext({ seed: 3, note: (key, value) => noted.set(key, value) });
  const model = await fit(trees, data, options, ctx);
  return { ...(await sample(trees, model, { rows, where }, ctx)), noted, model };
}

const numbersOf = (table: Table, name: string): number[] => {
  const column = columnOf(table, name);
  if (column.storage !== 'numeric') throw new Error('not numeric');
  return [...column.values];
};

const distinctOf = (table: Table, name: string) => [...new Set(numbersOf(table, name))].sort((a, b) => a - b);

/** Half the sum of the differences between the shares of a column's cells. */
function totalVariation(a: Table, b: Table, name: string): number {
  const shares = [a, b].map((table) => {
    const counts = new Map<unknown, number>();
    for (let row = 0; row < table.rows; row++) {
      const cell = cellOf(columnOf(table, name), row);
      const bin = typeof cell === 'number' && name === 'age' ? Math.floor(cell / 10) : cell;
      counts.set(bin, (counts.get(bin) ?? 0) + 1 / table.rows);
    }
    return counts;
  });
  const bins = new Set([...shares[0].keys(), ...shares[1].keys()]);
  return [...bins].reduce<number>(
    (sum, bin) => sum + Math.abs((shares[0].get(bin) ?? 0) - (shares[1].get(bin) ?? 0)) / 2,
    0,
  );
}

/** `lo` goes with x below 10 and `hi` with the rest; `y` is near-unique and leans on x. */
const x = drawn(2000, 1, (random) => random.int(0, 20));
const y = drawn(2000, 2, (random, row) => Math.round(100 * (random.normal() + x[row])) / 100);
const linked = tableOf({ side: x.map((value) => (value < 10 ? 'lo' : 'hi')), x, y }, { x: 'integer' });

describe('the distribution', () => {
  test('is that of rows drawn freely and thrown away, for conditions anywhere in the order', async () => {
    const where = [
      { column: 'score', to: 50 },
      { column: 'group', in: ['B', 'C'] },
      { column: 'age', from: 30, to: 60 },
    ];
    const { table, model, noted } = await drawWhere(goldenReal(), where, 4000);
    const ctx = createContext({ seed: 'free' });
    const free = (await sample(trees, model, { rows: 120_000 }, ctx)).table;
    const met = takeRows(free, rowsWhere(free, where));
    expect(met.rows).toBeGreaterThan(8000);
    const evens = Int32Array.from({ length: 4000 }, (_, row) => 2 * row);
    const odds = evens.map((row) => row + 1);
    const distance = (one: Table, other: Table) =>
      ['group', 'target', 'member', 'age', 'city'].reduce((sum, name) => sum + totalVariation(one, other, name), 0);
    const chance = distance(takeRows(met, evens), takeRows(met, odds));
    console.log('D', distance(table, takeRows(met, odds)), chance);expect(distance(table, takeRows(met, odds))).toBeLessThan(1.3 * chance);
    const { share } = noted.get('where') as { share: number };
    expect(Math.abs(share / (met.rows / free.rows) - 1)).toBeLessThan(0.05);
  });

  test('1,000 rows of a combination of 3 in 2,000 training rows: as many as asked, and not the same ones', async () => {
    const where = [
      { column: 'x', in: [7] },
      { column: 'y', from: 8.5 },
    ];
    expect(rowsWhere(linked, where).length).toBeLessThan(12);
    const { table, shortfall, acceptance } = await drawWhere(linked, where, 1000);
    expect(shortfall).toBe(0);
    expect(rowsWhere(table, where).length).toBe(1000);
    expect(acceptance).toBeGreaterThan(0.01);
    expect(distinctOf(table, 'y').length).toBeGreaterThan(20);
  });
});

describe('what train never shows', () => {
  test('comes from the closest evidence, and the columns are named', async () => {
    const where = [
      { column: 'side', in: ['lo'] },
      { column: 'x', from: 15 },
    ];
    expect(rowsWhere(linked, where).length).toBe(0);
    const { table, noted, acceptance } = await drawWhere(linked, where, 300);
    expect(rowsWhere(table, where).length).toBe(300);
    expect(acceptance).toBeLessThan(0.01);
    const { share, lent } = noted.get('where') as { share: number; lent: string[] };
    expect(share).toBe(0);
    expect(lent.length).toBeGreaterThan(0);
    // `y` is about x, whichever side it is said to be on, or about what the other side has.
    for (const value of numbersOf(table, 'y')) expect(value).toBeGreaterThan(-4);
  });

  test('numbers between the training values, on their grid', async () => {
    const values = drawn(1000, 3, (random) => (random.next() < 0.5 ? 2 * random.int(0, 10) : 2 * random.int(90, 100)));
    const { table } = await drawWhere(tableOf({ v: values }, { v: 'integer' }), [{ column: 'v', from: 41, to: 47 }]);
    expect(distinctOf(table, 'v')).toEqual([42, 44, 46]);
  });

  test('a number that is listed, though no training row has it', async () => {
    const absent = Array.from({ length: 900 }, (_, i) => (500 + i) / 100).find((value) => !y.includes(value)) ?? 0;
    const { table } = await drawWhere(linked, [{ column: 'y', in: [absent, absent + 0.001, 1e6] }], 50);
    expect(table.rows).toBe(50);
    expect(distinctOf(table, 'y')).toEqual([absent]);
  });
});

describe('ranges of near-unique numbers', () => {
  test('a range about a single training value does not give it away', async () => {
    const sorted = [...new Set(y)].sort((a, b) => a - b);
    const at = sorted.findIndex((value, i) => i > 100 && value - sorted[i - 1] > 0.02 && sorted[i + 1] - value > 0.02);
    const [from, to] = [sorted[at] - 0.02, sorted[at] + 0.02];
    const { table } = await drawWhere(linked, [{ column: 'y', from, to }]);
    const own = numbersOf(table, 'y').filter((value) => value === sorted[at]).length;
    expect(table.rows).toBe(400);
    expect(own / table.rows).toBeLessThan(0.5);
  });

  test('open ends are left out, with a grid and without', async () => {
    const free = tableOf({ v: drawn(1000, 4, (random) => random.normal()) });
    for (const [data, column] of [
      [free, 'v'],
      [linked, 'x'],
    ] as const) {
      const { table } = await drawWhere(data, [{ column, from: 0, to: 2, open: 'both' }], 4000);
      expect(table.rows).toBe(4000);
      for (const value of numbersOf(table, column)) expect(value > 0 && value < 2).toBe(true);
    }
  });
});

describe('what no row can meet', () => {
  const data = tableOf(
    {
      level: drawn(1000, 1, (random, row) => (row < 2 ? 'rare' : 'abc'[random.int(0, 3)])),
      note: drawn(1000, 2, (_, row) => `note ${row}`),
      x: drawn(1000, 3, (random) => 10 * random.int(0, 9)),
      hole: drawn(1000, 4, (random) => (random.next() < 0.02 ? null : random.int(0, 3))),
    },
    { note: 'text', x: 'integer' },
  );

  test.each<[string, Condition, RegExp]>([
    ['a protected level', { column: 'level', in: ['rare'] }, /"rare".* protected .*rare: 0/],
    ['a number out of range', { column: 'x', from: 500 }, /between 0 and [89]0; widen/],
    ['a number off the grid', { column: 'x', from: 11, to: 19 }, /no value on its grid/],
    ['text', { column: 'note', in: ['note 1'] }, /not modelled/],
  ])('%s: no rows, and why is noted', async (_, condition, why) => {
    const { shortfall, noted } = await drawWhere(data, [{ column: 'hole', missing: false }, condition], 30);
    expect(shortfall).toBe(30);
    expect((noted.get('conditions-unmet') as Record<string, string>)[condition.column]).toMatch(why);
  });

  test('a protected level beside a common one, or with `rare: 0`', async () => {
    const { table } = await drawWhere(data, [{ column: 'level', in: ['rare', 'a'] }], 50);
    expect(rowsWhere(table, [{ column: 'level', in: ['a'] }]).length).toBe(50);
    const allowed = await drawWhere(data, [{ column: 'level', in: ['rare'] }], 50, { rare: 0 });
    expect(allowed.shortfall).toBe(0);
  });

  test('missing cells can be asked for together with others', async () => {
    const where: readonly Condition[] = [
      { column: 'hole', missing: true },
      { column: 'level', in: ['b'] },
      { column: 'x', from: 50, to: 70 },
    ];
    const { table } = await drawWhere(data, where, 300);
    expect(rowsWhere(table, where).length).toBe(300);
  });
});

describe('the same bytes', () => {
  const where = [
    { column: 'group', in: ['A', 'E'] },
    { column: 'age', from: 50 },
  ];

  test('for any number of workers, over several blocks', async () => {
    const ctx = createContext({ seed: 9 });
    const model = await fit(trees, goldenReal(), {}, ctx);
    const state = await model.save();
    const plugin = { module: new URL('../src/index.ts', import.meta.url).href, export: 'trees' };
    const hashes: string[] = [];
    for (const workers of [1, 2]) {
      const pool = await createSamplingPool({ plugin, state, where, random: ctx.random, workers });
      const { draw, concurrency } = pool;
      hashes.push(tableHash((await sample(trees, model, { rows: 70_000, where, draw, concurrency }, ctx)).table));
      await pool.close();
    }
    hashes.push(tableHash((await sample(trees, model, { rows: 70_000, where }, ctx)).table));
    expect(new Set(hashes).size).toBe(1);
  }, 30_000);
});
