import { columnOf, createContext, fit, isMissing, rowsWhere, sample, type Table, tableHash } from '@verisim/core';
import { describe, expect, test } from 'vitest';
import { marginals } from '../src/index.ts';
import { goldenReal } from './tables.ts';

async function synthesise(data: Table, rows: number, seed: number | string = 1): Promise<Table> {
  const ctx = createContext({ seed });
  return (await sample(marginals, await fit(marginals, data, {}, ctx), { rows }, ctx)).table;
}

const share = (table: Table, column: string, level: string) =>
  rowsWhere(table, [{ column, in: [level] }]).length / table.rows;

describe('marginals', () => {
  test('keeps every margin, missing cells among it', async () => {
    const real = goldenReal();
    const table = await synthesise(real, real.rows);
    for (const level of ['A', 'B', 'C', 'D', 'E'])
      expect(share(table, 'group', level)).toBe(share(real, 'group', level));
    const missing = (from: Table) =>
      Array.from({ length: from.rows }, (_, row) => isMissing(columnOf(from, 'score'), row)).filter(Boolean).length;
    expect(missing(table)).toBe(missing(real));
  });

  test('keeps no dependence: age and income do not correlate', async () => {
    const correlation = (table: Table) => {
      const [x, y] = ['age', 'income'].map((name) => {
        const column = columnOf(table, name);
        if (column.storage !== 'numeric') throw new Error('not numeric');
        const mean = column.values.reduce((sum, value) => sum + value, 0) / table.rows;
        return column.values.map((value) => value - mean);
      });
      const dot = (a: Float64Array, b: Float64Array) => a.reduce((sum, value, i) => sum + value * b[i], 0);
      return dot(x, y) / Math.sqrt(dot(x, x) * dot(y, y));
    };
    expect(correlation(goldenReal())).toBeGreaterThan(0.5);
    expect(Math.abs(correlation(await synthesise(goldenReal(), 20_000)))).toBeLessThan(0.03);
  });

  test('re-emits hardly any value that occurs once', async () => {
    const real = columnOf(goldenReal(), 'income');
    const made = columnOf(await synthesise(goldenReal(), 1200), 'income');
    if (real.storage !== 'numeric' || made.storage !== 'numeric') throw new Error('not numeric');
    const known = new Set(real.values);
    expect(made.values.filter((value) => known.has(value)).length).toBeLessThan(12);
  });

  test('meets conditions on every column at once', async () => {
    const ctx = createContext({ seed: 2 });
    const model = await fit(marginals, goldenReal(), {}, ctx);
    const where = [
      { column: 'target', in: ['yes'] },
      { column: 'group', in: ['E'] },
      { column: 'age', from: 60 },
      { column: 'score', missing: true },
    ];
    const { table } = await sample(marginals, model, { rows: 500, where }, ctx);
    expect(rowsWhere(table, where).length).toBe(500);
  });

  test.each([
    [1, 'dd4576ad00015251b74f8d61b2c098c321b4928544401d268a5542f0896f411c'],
    [2, 'a107824c1a8660243284c6eaee0e6ab503c47f66544b817590f0c3643b90b43f'],
    ['three', 'd689eda21ca3572d534341089e0c1ad1b3d3ede788b4d820abea84819fa0f4a6'],
  ])('gives the same bytes for seed %s', async (seed, hash) => {
    expect(tableHash(await synthesise(goldenReal(), 1000, seed))).toBe(hash);
  });

  test('refuses a table without rows and a state of another generator', async () => {
    const empty = { ...goldenReal(), rows: 0 };
    await expect(fit(marginals, empty, {}, createContext())).rejects.toThrow(
      expect.objectContaining({ code: 'generator-tabular/empty-table' }),
    );
    const state = await (await fit(marginals, goldenReal(), {}, createContext())).save();
    expect(() => marginals.load({ ...state, generator: 'trees' })).toThrow(
      expect.objectContaining({ code: 'generator-tabular/bad-state' }),
    );
  });
});
