import {
  type Condition,
  columnOf,
  createContext,
  createTable,
  fit,
  isMissing,
  rowsWhere,
  sample,
  type Table,
  tableHash,
} from '@verisim/core';
import { describe, expect, test } from 'vitest';
import { copula } from '../src/index.ts';
import { drawn, goldenReal, tableOf } from './tables.ts';

async function synthesise(data: Table, rows: number, seed: number | string = 1, where: Condition[] = []) {
  const ctx = createContext({ seed });
  return sample(copula, await fit(copula, data, {}, ctx), { rows, where }, ctx);
}

function numbersOf(table: Table, name: string): Float64Array {
  const column = columnOf(table, name);
  if (column.storage !== 'numeric') throw new Error('not numeric');
  return column.values;
}

function correlation(x: Float64Array, y: Float64Array): number {
  const mean = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [mx, my] = [mean(x), mean(y)];
  const dot = (a: Float64Array, ma: number, b: Float64Array, mb: number) =>
    a.reduce((sum, value, i) => sum + (value - ma) * (b[i] - mb), 0);
  return dot(x, mx, y, my) / Math.sqrt(dot(x, mx, x, mx) * dot(y, my, y, my));
}

/** Rows of a latent variable x that everything else follows: a number, a coarse level in no order, a rare spike, a missing cell. */
function latentTable(rows: number): Table {
  const cells = drawn(rows, 3, (random) => {
    const x = random.normal();
    const near = (rho: number) => rho * x + Math.sqrt(1 - rho * rho) * random.normal();
    return {
      x,
      y: near(0.6),
      level: 'DACB'[Math.min(3, Math.max(0, Math.floor(near(0.9) * 1.5 + 2)))],
      spike: Math.max(0, Math.round(100 * (near(0.7) - 1))),
      gappy: near(0.8) > 1 ? null : random.normal(),
    };
  });
  const column = (name: keyof (typeof cells)[number]) => cells.map((row) => row[name]);
  return tableOf({
    x: column('x'),
    y: column('y'),
    level: column('level'),
    spike: column('spike'),
    gappy: column('gappy'),
  });
}

const latent = latentTable(4000);

describe('copula', () => {
  test('keeps every margin to within a row', async () => {
    const real = goldenReal();
    const { table } = await synthesise(real, real.rows);
    for (const [column, levels] of Object.entries({ group: 'ABCDE', target: ['yes', 'no'] }))
      for (const level of levels) {
        const where = [{ column, in: [level] }];
        expect(Math.abs(rowsWhere(table, where).length - rowsWhere(real, where).length)).toBeLessThanOrEqual(1);
      }
    const missing = (from: Table) => rowsWhere(from, [{ column: 'score', missing: true }]).length;
    expect(Math.abs(missing(table) - missing(real))).toBeLessThanOrEqual(1);
  });

  test('keeps correlations, also through spikes, levels and missing cells', async () => {
    const { table } = await synthesise(latent, 40_000);
    const of = (name: string, from: Table) => {
      const values = numbersOf(from, name);
      return name === 'gappy' ? values.map((value) => Number(Number.isNaN(value))) : values;
    };
    for (const [a, b] of [
      ['x', 'y'],
      ['x', 'spike'],
      ['x', 'gappy'],
      ['spike', 'gappy'],
    ])
      expect(
        Math.abs(correlation(of(a, table), of(b, table)) - correlation(of(a, latent), of(b, latent))),
      ).toBeLessThan(0.03);
    for (const level of 'ABCD') {
      const mean = (from: Table) => {
        const rows = rowsWhere(from, [{ column: 'level', in: [level] }]);
        return rows.reduce((sum, row) => sum + numbersOf(from, 'x')[row], 0) / rows.length;
      };
      expect(Math.abs(mean(table) - mean(latent))).toBeLessThan(0.1);
    }
  });

  test('keeps missing cells in the groups where they are', async () => {
    const { table } = await synthesise(goldenReal(), 20_000);
    const share = (groups: string[]) => {
      const rows = rowsWhere(table, [{ column: 'group', in: groups }]);
      return rows.filter((row) => isMissing(columnOf(table, 'score'), row)).length / rows.length;
    };
    // Real: .04 and .25. The copula has a slope over the groups where the data has a step.
    expect(share(['A', 'B', 'C'])).toBeLessThan(0.08);
    expect(share(['D', 'E'])).toBeGreaterThan(0.16);
  });

  test('keeps equal columns nearly equal', async () => {
    const cells = drawn(300, 5, (random) => random.int(0, 50));
    const levels = cells.map((cell) => `level ${cell % 7}`);
    const { table } = await synthesise(tableOf({ a: cells, b: cells, c: levels, d: levels }), 2000);
    expect(correlation(numbersOf(table, 'a'), numbersOf(table, 'b'))).toBeGreaterThan(0.98);
    const [c, d] = ['c', 'd'].map((name) => columnOf(table, name));
    if (c.storage !== 'coded' || d.storage !== 'coded') throw new Error('not coded');
    expect(c.codes.filter((code, row) => code === d.codes[row]).length).toBeGreaterThan(1600);
  });

  test('draws given conditions as its unconditional rows are distributed', async () => {
    const where = [
      { column: 'x', from: 0.5 },
      { column: 'level', in: ['A', 'B'] },
      { column: 'gappy', missing: false },
    ];
    const all = (await synthesise(latent, 130_000, 1)).table;
    const kept = rowsWhere(all, where);
    const { table, acceptance } = await synthesise(latent, 10_000, 2, where);
    expect(rowsWhere(table, where).length).toBe(10_000);
    expect(acceptance).toBeGreaterThan(0.9);
    for (const name of ['x', 'y', 'spike']) {
      const mean = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0) / values.length;
      const [given, free] = [numbersOf(table, name), Float64Array.from(kept, (row) => numbersOf(all, name)[row])];
      const middle = mean(free);
      const deviation = Math.sqrt(mean(free.map((value) => (value - middle) ** 2)));
      expect(Math.abs(mean(given) - middle) / deviation).toBeLessThan(0.05);
    }
  });

  test('has the mean that the truncated normal distribution has', async () => {
    // E[y | x > 1] = rho * phi(1) / (1 - Phi(1)) = .6 * 1.5251.
    const { table } = await synthesise(latent, 20_000, 3, [{ column: 'x', from: 1 }]);
    const mean = numbersOf(table, 'y').reduce((sum, value) => sum + value, 0) / table.rows;
    expect(Math.abs(mean - 0.6 * 1.5251)).toBeLessThan(0.06);
  });

  test('fills combinations that no training row has', async () => {
    const real = goldenReal();
    const where = [
      { column: 'target', in: ['yes'] },
      { column: 'age', from: 60, to: 70 },
      { column: 'income', to: 20_000 },
      { column: 'score', missing: true },
    ];
    expect(rowsWhere(real, where).length).toBe(0);
    const { table } = await synthesise(real, 1000, 1, where);
    expect(rowsWhere(table, where).length).toBe(1000);
  });

  test('copes with one row, and with conditions on 10,000 levels', async () => {
    expect((await synthesise(tableOf({ a: [1], b: ['x'], c: [null] }), 5)).table.rows).toBe(5);
    const levels = Array.from({ length: 10_000 }, (_, i) => `level ${i}`);
    const wide = tableOf({ level: levels, x: levels.map((_, i) => i % 100) });
    const { table } = await synthesise(wide, 1000, 1, [{ column: 'level', in: levels.slice(5, 3000) }]);
    expect(table.rows).toBe(1000);
  });

  test.each([
    [1, 'fc595ecacec8b535223d09fa122f26c6457ce7ba24f625019a4766ec8dec7b7c'],
    [2, '154ba3cf9182e49ff2123344b7759b86a48925e1f121350406ffcafd48cae5dd'],
    ['three', '72667f89a69d9610209e03f60799a0e6970d9e80700478160d38b2559735d996'],
  ])('gives the same bytes for seed %s', async (seed, hash) => {
    expect(tableHash((await synthesise(goldenReal(), 1000, seed)).table)).toBe(hash);
  });

  test('refuses no rows, too many columns and a state of another generator', async () => {
    const code = (name: string) => expect.objectContaining({ code: `generator-tabular/${name}` });
    await expect(fit(copula, { ...goldenReal(), rows: 0 }, {}, createContext())).rejects.toThrow(code('empty-table'));
    const column = { storage: 'numeric', values: Float64Array.of(1, 2) } as const;
    const names = Array.from({ length: 4000 }, (_, i) => `c${i}`);
    const specs = names.map((name) => ({ name, kind: 'number', nullable: false, role: 'feature' }) as const);
    const wide = createTable(
      specs,
      names.map(() => column),
    );
    await expect(fit(copula, wide, {}, createContext())).rejects.toThrow(code('too-wide'));
    const state = await (await fit(copula, goldenReal(), {}, createContext())).save();
    expect(() => copula.load({ ...state, generator: 'trees' })).toThrow(code('bad-state'));
  });
});
