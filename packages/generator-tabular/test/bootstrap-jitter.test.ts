import {
  columnOf,
  createContext,
  fit,
  rowHashCounts,
  rowHashes,
  rowsWhere,
  sample,
  type Table,
  tableHash,
} from '@verisim/core';
import { describe, expect, test } from 'vitest';
import { type BootstrapJitterOptions, bootstrapJitter } from '../src/index.ts';
import { drawn, goldenReal, tableOf } from './tables.ts';

async function synthesise(
  data: Table,
  rows: number,
  options: Partial<BootstrapJitterOptions> = {},
  seed: number | string = 1,
) {
  const ctx = createContext({ seed });
  return (await sample(bootstrapJitter, await fit(bootstrapJitter, data, options, ctx), { rows }, ctx)).table;
}

function numbersOf(table: Table, name: string): Float64Array {
  const column = columnOf(table, name);
  if (column.storage !== 'numeric') throw new Error('not numeric');
  return column.values;
}

describe('bootstrap-jitter', () => {
  test('without noise and flips gives every training row, as often as any other', async () => {
    const real = goldenReal();
    const table = await synthesise(real, 2 * real.rows, { noise: 0, flip: 0 });
    const occurs = rowHashCounts(rowHashes(table));
    const { high, low } = rowHashes(real);
    expect([...new Set(high.map((half, row) => occurs(half, low[row])))]).toEqual([2]);
  });

  test('adds noise of the deviation asked for', async () => {
    // Far apart, so that each number tells where it came from: near 0, 1000, 2000 ... with an interquartile range of 200,000.
    const cells = Array.from({ length: 400 }, (_, row) => 1000 * row + (row % 3));
    const table = await synthesise(tableOf({ x: cells, y: cells.map((cell) => cell / 7) }), 4000, { noise: 0.001 });
    const off = numbersOf(table, 'x').map((value) => value - 1000 * Math.round(value / 1000));
    const deviation = Math.sqrt(off.reduce((sum, value) => sum + value * value, 0) / off.length);
    expect(deviation / ((0.001 * 200_000) / 1.349)).toBeCloseTo(1, 1);
  });

  test('keeps spikes, the range and the grid', async () => {
    const cells = drawn(1000, 4, (random) => (random.next() < 0.6 ? 0 : random.int(1, 200) / 2));
    const table = await synthesise(tableOf({ x: cells }), 1000, { noise: 0.3, flip: 0 });
    const values = numbersOf(table, 'x');
    expect(Math.min(...values)).toBe(0);
    expect(Math.max(...values)).toBeLessThanOrEqual(Math.max(...cells));
    expect(values.every((value) => Number.isInteger(2 * value))).toBe(true);
    const zeros = (all: ArrayLike<number>) => Array.from(all).filter((value) => value === 0).length;
    expect(zeros(values)).toBeGreaterThanOrEqual(zeros(cells));
    expect(zeros(values)).toBeLessThan(zeros(cells) + 30);
  });

  test('flips as many categories as asked for, but never the target', async () => {
    const rows = drawn(2000, 6, (random) => 'abcdefghij'[random.int(0, 10)]);
    const table = await synthesise(tableOf({ level: rows, target: rows }), 20_000, { flip: 0.2 });
    const [level, target] = ['level', 'target'].map((name) => columnOf(table, name));
    if (level.storage !== 'coded' || target.storage !== 'coded') throw new Error('not coded');
    const changed = level.codes.filter((code, row) => code !== target.codes[row]).length / table.rows;
    // A tenth of the flips draws the same level again.
    expect(Math.abs(changed - 0.18)).toBeLessThan(0.01);
    expect(rowsWhere(table, [{ column: 'target', in: ['a'] }]).length / 10).toBe(
      rows.filter((row) => row === 'a').length,
    );
  });

  test('meets conditions from the rows that do, and gives none where none does', async () => {
    const ctx = createContext();
    const model = await fit(bootstrapJitter, goldenReal(), {}, ctx);
    const where = [
      { column: 'group', in: ['E'] },
      { column: 'age', from: 70 },
      { column: 'score', missing: true },
    ];
    const { table, acceptance } = await sample(bootstrapJitter, model, { rows: 1000, where }, ctx);
    expect(rowsWhere(table, where).length).toBe(1000);
    expect(acceptance).toBeGreaterThan(0.8);
    const none = [
      { column: 'target', in: ['yes'] },
      { column: 'income', to: 1 },
    ];
    expect((await sample(bootstrapJitter, model, { rows: 10, where: none }, ctx)).shortfall).toBe(10);
  });

  test.each([
    [1, '5eb13c12fc5bc7d920b8ec9e0074a72678fc843d9558804b99a54372a9c89f98'],
    [2, 'e757d95980242f92c155e21c43525c0110aa2a466031a3b7fd4b38bc0c28aa26'],
    ['three', 'f43ecbebc88380b6d3f590e75e579522efa8a1045c50696fa859b17d5da0ecc9'],
  ])('gives the same bytes for seed %s', async (seed, hash) => {
    expect(tableHash(await synthesise(goldenReal(), 1000, {}, seed))).toBe(hash);
  });

  test('refuses a table without rows and a state of another generator', async () => {
    const code = (name: string) => expect.objectContaining({ code: `generator-tabular/${name}` });
    const empty = { ...goldenReal(), rows: 0 };
    await expect(fit(bootstrapJitter, empty, {}, createContext())).rejects.toThrow(code('empty-table'));
    const state = await (await fit(bootstrapJitter, goldenReal(), {}, createContext())).save();
    expect(() => bootstrapJitter.load({ ...state, generator: 'smote' })).toThrow(code('bad-state'));
  });
});
