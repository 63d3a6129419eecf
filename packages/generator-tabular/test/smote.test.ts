import { cellOf, columnOf, createContext, fit, rowsWhere, sample, type Table, tableHash } from '@verisim/core';
import { describe, expect, test } from 'vitest';
import { type SmoteOptions, smote } from '../src/index.ts';
import { drawn, goldenReal, tableOf } from './tables.ts';

async function synthesise(data: Table, rows: number, options: Partial<SmoteOptions> = {}, seed: number | string = 1) {
  const ctx = createContext({ seed });
  return (await sample(smote, await fit(smote, data, options, ctx), { rows }, ctx)).table;
}

const cells = drawn(120, 1, (random, row) => {
  const target = row % 6 === 0 ? 'rare' : 'common';
  const shift = target === 'rare' ? 3 : 0;
  return { target, x: random.normal() + shift, y: 100 * random.normal(), level: 'PQR'[random.int(0, 3)] };
});
const data = tableOf({
  target: cells.map((cell) => cell.target),
  x: cells.map((cell) => cell.x),
  y: cells.map((cell) => cell.y),
  level: cells.map((cell) => cell.level),
});

/** The five nearest rows of the same class by the definition: every pair, differences in standard deviations, 1 for another level. */
const nearestFive: number[][] = (() => {
  const deviation = (name: 'x' | 'y') => {
    const mean = cells.reduce((sum, cell) => sum + cell[name], 0) / cells.length;
    return Math.sqrt(cells.reduce((sum, cell) => sum + (cell[name] - mean) ** 2, 0) / cells.length);
  };
  const [dx, dy] = [deviation('x'), deviation('y')];
  return cells.map((a, i) =>
    cells
      .map((b, j) => ({ j, b, far: ((a.x - b.x) / dx) ** 2 + ((a.y - b.y) / dy) ** 2 + Number(a.level !== b.level) }))
      .filter(({ j, b }) => j !== i && b.target === a.target)
      .sort((one, other) => one.far - other.far)
      .slice(0, 5)
      .map(({ j }) => j),
  );
})();

function rowsOf(table: Table): { target: string; x: number; y: number; level: string }[] {
  const [target, x, y, level] = ['target', 'x', 'y', 'level'].map((name) => columnOf(table, name));
  return Array.from({ length: table.rows }, (_, row) => ({
    target: String(cellOf(target, row)),
    x: Number(cellOf(x, row)),
    y: Number(cellOf(y, row)),
    level: String(cellOf(level, row)),
  }));
}

/** Whether a row lies between training row i and one of its neighbours and has the level of their majority. */
function follows(row: ReturnType<typeof rowsOf>[number], i: number): boolean {
  const own = cells[i];
  const votes = nearestFive[i].map((j) => cells[j].level);
  const most = Math.max(...['P', 'Q', 'R'].map((level) => votes.filter((vote) => vote === level).length));
  if (row.target !== own.target || votes.filter((vote) => vote === row.level).length !== most) return false;
  return nearestFive[i].some((j) => {
    const share = (row.x - own.x) / (cells[j].x - own.x);
    return share >= 0 && share <= 1 && Math.abs(own.y + share * (cells[j].y - own.y) - row.y) < 1e-6;
  });
}

describe('smote', () => {
  test('puts every row between a training row and one of its five nearest of the class', async () => {
    const rows = rowsOf(await synthesise(data, 500));
    const strange = rows.filter((row) => !cells.some((_, i) => follows(row, i)));
    expect(strange).toEqual([]);
    expect(new Set(rows.map((row) => row.x)).size).toBeGreaterThan(450);
  });

  test('keeps the shares of the classes, or balances them', async () => {
    const rare = (table: Table) => rowsWhere(table, [{ column: 'target', in: ['rare'] }]).length;
    expect(rare(await synthesise(data, 600))).toBe(100);
    expect(rare(await synthesise(data, 600, { balance: true }))).toBe(300);
  });

  test('oversamples one class without rejecting a row', async () => {
    const ctx = createContext();
    const where = [{ column: 'target', in: ['rare'] }];
    const { table, acceptance } = await sample(smote, await fit(smote, data, {}, ctx), { rows: 700, where }, ctx);
    expect([table.rows, rowsWhere(table, where).length, acceptance]).toEqual([700, 700, 1]);
  });

  test('gives no row of a combination that no training row has, and says on how many it stands', async () => {
    const notes: Record<string, unknown> = {};
    const ctx = createContext({ note: (key, value) => Object.assign(notes, { [key]: value }) });
    const where = [
      { column: 'target', in: ['common'] },
      { column: 'x', from: 3.5 },
    ];
    const model = await fit(smote, data, {}, ctx);
    const { shortfall } = await sample(smote, model, { rows: 50, where }, ctx);
    expect([shortfall, notes['matching-training-rows']]).toEqual([50, 0]);
  });

  test('stays on the grid, and lets cells go missing together', async () => {
    const both = drawn(400, 2, (random) => (random.next() < 0.3 ? null : random.int(0, 40) / 4));
    const table = await synthesise(tableOf({ a: both, b: both.map((cell) => cell && cell * 2) }), 2000);
    const [a, b] = ['a', 'b'].map((name) => columnOf(table, name));
    let missing = 0;
    for (let row = 0; row < table.rows; row++) {
      const [x, y] = [cellOf(a, row), cellOf(b, row)];
      expect(x === null).toBe(y === null);
      if (x === null) missing++;
      else expect(Number.isInteger(Number(x) * 4)).toBe(true);
    }
    expect(Math.abs(missing / table.rows - both.filter((cell) => cell === null).length / 400)).toBeLessThan(0.05);
  });

  test('gives a row without neighbours as it is', async () => {
    const table = await synthesise(tableOf({ target: ['a', 'b', 'b'], x: [1.25, 7, 8] }), 30);
    const lone = rowsWhere(table, [{ column: 'target', in: ['a'] }]);
    expect([...lone].map((row) => cellOf(columnOf(table, 'x'), row))).toEqual(new Array(10).fill(1.25));
  });

  test.each([
    [1, '75a85c2a86048b1b968c45217f59a9174e8a3afd34b0399e62f70b0a7725b34f'],
    [2, 'b6e1d2ccea0628005635c27995c849cb469a7327fafbc84e5f3e926fb7682720'],
    ['three', 'e71daac700fd53ad959ecbb71a2eb5932be278714b2e1d344278780f2dce363f'],
  ])('gives the same bytes for seed %s', async (seed, hash) => {
    expect(tableHash(await synthesise(goldenReal(), 1000, {}, seed))).toBe(hash);
  });

  test('refuses a table without rows and a state of another generator', async () => {
    const code = (name: string) => expect.objectContaining({ code: `generator-tabular/${name}` });
    await expect(fit(smote, { ...data, rows: 0 }, {}, createContext())).rejects.toThrow(code('empty-table'));
    const state = await (await fit(smote, data, {}, createContext())).save();
    expect(() => smote.load({ ...state, version: '9' })).toThrow(code('bad-state'));
  });
});
