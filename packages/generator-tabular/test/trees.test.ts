import {
  type Context,
  cellOf,
  columnOf,
  createContext,
  createRandom,
  fit,
  type Json,
  rowHashCounts,
  rowHashes,
  rowsWhere,
  sample,
  shuffle,
  type Table,
  tableHash,
  takeRows,
} from '@verisim/core';
import { describe, expect, test } from 'vitest';
import { trees } from '../src/index.ts';
import { effectiveOptions, treesOptions } from '../src/trees/trees-options.ts';
import { drawn, goldenReal, tableOf } from './tables.ts';

const code = (name: string) => expect.objectContaining({ code: name });

async function synthesise(
  data: Table,
  rows = data.rows,
  options: object = {},
  ctx: Context = createContext({ seed: 1 }),
): Promise<Table> {
  const model = await fit(trees, data, options, ctx);
  return (await sample(trees, model, { rows }, ctx)).table;
}

function notes(): { ctx: Context; noted: Map<string, Json> } {
  const noted = new Map<string, Json>();
  return { ctx: createContext({ seed: 1, note: (key, value) => noted.set(key, value) }), noted };
}

function missingShare(table: Table, column: string, group: string, levels: readonly string[]): number {
  const rows = rowsWhere(table, [{ column: group, in: levels }]);
  return rows.reduce((sum, row) => sum + (cellOf(columnOf(table, column), row) === null ? 1 : 0), 0) / rows.length;
}

describe('what it learns', () => {
  test('y = f(x) holds in every row', async () => {
    const x = drawn(1000, 1, (random) => random.int(0, 6));
    const table = await synthesise(tableOf({ x, y: x.map((value) => `y${(value * value) % 5}`) }, { x: 'integer' }));
    for (let row = 0; row < table.rows; row++) {
      const value = cellOf(table.columns[0], row) as number;
      expect(cellOf(table.columns[1], row)).toBe(`y${(value * value) % 5}`);
    }
  });

  test('what is missing not at random stays so', async () => {
    const real = goldenReal();
    const table = await synthesise(real, 20_000);
    for (const levels of [
      ['D', 'E'],
      ['A', 'B', 'C'],
    ]) {
      const expected = missingShare(real, 'score', 'group', levels);
      expect(Math.abs(missingShare(table, 'score', 'group', levels) - expected)).toBeLessThan(0.03);
    }
    expect(missingShare(table, 'score', 'group', ['D', 'E'])).toBeGreaterThan(0.2);
    expect(missingShare(table, 'score', 'group', ['A', 'B', 'C'])).toBeLessThan(0.08);
  });

  test('the shares of a category come out exact when as many rows are drawn', async () => {
    const real = goldenReal();
    const table = await synthesise(real);
    const count = (from: Table) => rowsWhere(from, [{ column: 'target', in: ['yes'] }]).length;
    expect(count(table)).toBe(count(real));
  });

  test('independent noise is left independent: no tree but for the roots', async () => {
    const data = tableOf({
      a: drawn(2000, 1, (random) => random.int(0, 9)),
      b: drawn(2000, 2, (random) => 'uvwxyz'[random.int(0, 6)]),
      c: drawn(2000, 3, (random) => random.next()),
    });
    const state = await (await fit(trees, data, { significance: 4 }, createContext())).save();
    expect(['c0', 'c1', 'c2'].map((column) => state.arrays[`${column}.feature`].length)).toEqual([1, 1, 1]);
  });

  test('the target comes first, what has nothing to do with the rest last, and the order is noted', async () => {
    const { ctx, noted } = notes();
    await fit(trees, goldenReal(), {}, ctx);
    const order = noted.get('column-order') as readonly string[];
    expect(order[0]).toBe('target');
    expect(order.slice(-3).every((name) => name.startsWith('joined'))).toBe(true);
  });
});

describe('what it does not give away', () => {
  test('no more copies than between two real halves', async () => {
    const real = goldenReal();
    const half = shuffle(
      Int32Array.from({ length: real.rows }, (_, i) => i),
      createRandom(1),
    );
    const [own, other] = [takeRows(real, half.subarray(0, 600)), takeRows(real, half.subarray(600))];
    const copies = (table: Table) => {
      const occurs = rowHashCounts(rowHashes(own));
      const { high, low } = rowHashes(table);
      return high.reduce((sum, h, i) => sum + Math.sign(occurs(h, low[i])), 0);
    };
    expect(copies(own)).toBe(600);
    expect(copies(await synthesise(own))).toBeLessThanOrEqual(copies(other));
  });

  test('numbers on their grid and inside their range, the real ends left out', async () => {
    const real = goldenReal();
    const table = await synthesise(real, 20_000);
    for (const [name, scale] of [
      ['age', 1],
      ['income', 100],
      ['score', 1000],
    ] as const) {
      const [own, made] = [real, table].map((from) => columnOf(from, name));
      if (own.storage !== 'numeric' || made.storage !== 'numeric') throw new Error('not numeric');
      const present = own.values.filter((value) => !Number.isNaN(value)).sort();
      for (const value of made.values) {
        if (Number.isNaN(value)) continue;
        expect(Math.round(value * scale) / scale).toBe(value);
        expect(value >= present[0] && value <= present[present.length - 1]).toBe(true);
      }
      if (name === 'income') expect(made.values).not.toContain(present[present.length - 1]);
    }
  });

  test('whole days stay whole days', async () => {
    const joined = columnOf(await synthesise(goldenReal()), 'joined');
    if (joined.storage !== 'numeric') throw new Error('not numeric');
    for (const value of joined.values) expect(value % 86_400_000).toBe(0);
  });
});

describe('identifiers and text', () => {
  const data = tableOf(
    {
      id: drawn(500, 1, (_, row) => `P-${String(row).padStart(4, '0')}`),
      remark: drawn(500, 2, (_, row) => `remark ${row}`),
      x: drawn(500, 3, (random) => random.int(0, 5)),
      target: drawn(500, 4, (random) => 'ab'[random.int(0, 2)]),
    },
    { id: 'id', remark: 'text', x: 'integer' },
  );

  test('identifiers are new and unique, text is left out and said so', async () => {
    const { ctx, noted } = notes();
    const table = await synthesise(data, 3000, {}, ctx);
    const [id, remark] = [columnOf(table, 'id'), columnOf(table, 'remark')];
    expect(table.spec.columns.map((spec) => spec.name)).toEqual(['id', 'remark', 'x', 'target']);
    if (id.storage !== 'text' || remark.storage !== 'text') throw new Error('not text');
    const real = columnOf(data, 'id');
    expect(new Set([...id.values, ...(real.storage === 'text' ? real.values : [])]).size).toBe(3500);
    expect(remark.values.every((value) => value === null)).toBe(true);
    expect(noted.get('not-modelled')).toEqual(['remark']);
  });

  test('identifiers stay unique under conditions, and past the room of their form', async () => {
    const { ctx, noted } = notes();
    const model = await fit(trees, data, {}, ctx);
    const where = [{ column: 'x', in: [3] }];
    const { table } = await sample(trees, model, { rows: 12_000, where }, ctx);
    const id = columnOf(table, 'id');
    expect(id.storage === 'text' && new Set(id.values).size).toBe(12_000);
    expect(noted.get('ids-beyond-pattern')).toEqual({ column: 'id', room: 9500 });
  });
});

describe('conditions', () => {
  test('the target is met without throwing rows away', async () => {
    const ctx = createContext({ seed: 2 });
    const real = tableOf({
      x: drawn(5000, 1, (random) => random.normal()),
      target: drawn(5000, 2, (_, row) => (row % 1000 === 0 ? 'rare' : 'common')),
    });
    const model = await fit(trees, real, {}, ctx);
    const where = [{ column: 'target', in: ['rare'] }];
    const { table, shortfall, acceptance } = await sample(trees, model, { rows: 3000, where }, ctx);
    expect({ shortfall, acceptance }).toEqual({ shortfall: 0, acceptance: 1 });
    expect(rowsWhere(table, where).length).toBe(3000);
  });

  test('several at once, missing cells among them', async () => {
    const ctx = createContext({ seed: 3 });
    const model = await fit(trees, goldenReal(), {}, ctx);
    const where = [
      { column: 'target', in: ['yes'] },
      { column: 'age', from: 40, to: 45 },
      { column: 'score', missing: true },
    ];
    const { table, acceptance } = await sample(trees, model, { rows: 200, where }, ctx);
    expect(table.rows).toBe(200);
    expect(acceptance).toBeLessThan(0.5);
    expect(rowsWhere(table, where).length).toBe(200);
  });

  test('hopeless ones come back empty at once, at any size', async () => {
    const ctx = createContext({ seed: 3 });
    const model = await fit(trees, goldenReal(), {}, ctx);
    const never = [{ column: 'age', from: 4000 }];
    expect((await sample(trees, model, { rows: 10_000_000, where: never }, ctx)).shortfall).toBe(10_000_000);
  });
});

test.each([
  [80, 20],
  [10_000, 20],
  [16_000, 13],
  [20_000, 10],
  [5_000_000, 10],
])('leaves of %i training rows hold %i at least, unless another number is asked for', (rows, least) => {
  const options = treesOptions.parse({});
  expect(effectiveOptions(options, rows).minLeaf).toBe(least);
  expect(effectiveOptions({ ...options, minLeaf: 7 }, rows).minLeaf).toBe(7);
  expect(effectiveOptions({ ...options, privacy: 'high' }, rows).minLeaf).toBe(50);
});

describe('the same bytes', () => {
  test.each([
    [1, '04fef5d632caeef16ed61baacc79e2fe429ba13bc5ff241881f426dca82c8a59'],
    [2, 'a11da8c15964d9b524048ce69b869e8c3660cdff797c34fd0f7a36765bbba8bc'],
    ['three', 'b6cd64a534dc19da660cefde1ecc1dc6f486e7c1b3ab73637a5cbd6a473cb877'],
  ])('seed %s', async (seed, hash) => {
    expect(tableHash(await synthesise(goldenReal(), 1000, {}, createContext({ seed })))).toBe(hash);
  });

  test('after save and load, through JSON and bytes', async () => {
    const ctx = createContext({ seed: 4 });
    const model = await fit(trees, goldenReal(), {}, ctx);
    const { json, ...rest } = await model.save();
    const again = await trees.load({ ...structuredClone(rest), json: JSON.parse(JSON.stringify(json)) as Json });
    const [one, two] = await Promise.all([model, again].map((from) => sample(trees, from, { rows: 70_000 }, ctx)));
    expect(tableHash(two.table)).toBe(tableHash(one.table));
    expect(two.table.spec).toEqual(one.table.spec);
  });

  test('a state of another version is refused', async () => {
    const state = await (await fit(trees, goldenReal(), {}, createContext())).save();
    expect(() => trees.load({ ...state, version: '99.0.0' })).toThrow(code('generator-tabular/bad-state'));
  });
});

describe('tables out of the ordinary', () => {
  test.each<[string, Table]>([
    ['one row', takeRows(goldenReal(), [0])],
    ['one constant column', tableOf({ x: new Array(50).fill(3) })],
    ['all missing', tableOf({ x: [null, null, null], y: new Array(3).fill(null) }, { y: 'category' })],
    ['only text', tableOf({ t: ['a', 'b'] }, { t: 'text' })],
    ['two rows', tableOf({ x: [1, 2], y: ['a', 'b'] })],
  ])('%s', async (_, data) => {
    const table = await synthesise(data, 100);
    expect(table.rows).toBe(100);
    expect(table.spec.columns.map((spec) => spec.name)).toEqual(data.spec.columns.map((spec) => spec.name));
  });

  test('no rows are refused', async () => {
    await expect(fit(trees, takeRows(goldenReal(), []), {}, createContext())).rejects.toThrow(
      code('generator-tabular/empty-table'),
    );
  });

  test('500 columns', async () => {
    const cells: Record<string, number[]> = {};
    for (let c = 0; c < 500; c++) cells[`c${c}`] = drawn(200, c, (random, row) => (row % 7) + random.int(0, 4));
    expect((await synthesise(tableOf(cells))).columns.length).toBe(500);
  });

  test('10,000 levels that each belong to one of 20 groups', async () => {
    const city = drawn(30_000, 1, (random) => random.int(0, 10_000));
    const data = tableOf({ city: city.map(String), group: city.map((level) => `g${level % 20}`) });
    const table = await synthesise(data);
    let wrong = 0;
    for (let row = 0; row < table.rows; row++) {
      if (cellOf(table.columns[1], row) !== `g${Number(cellOf(table.columns[0], row)) % 20}`) wrong++;
    }
    expect(wrong / table.rows).toBeLessThan(0.05);
  });
});

describe('options and interruption', () => {
  test('unknown and impossible options are refused', async () => {
    const data = goldenReal();
    await expect(fit(trees, data, { minLeef: 3 }, createContext())).rejects.toThrow(code('core/bad-options'));
    await expect(fit(trees, data, { bins: 1 }, createContext())).rejects.toThrow(code('core/bad-options'));
  });

  test('stops between columns', async () => {
    const controller = new AbortController();
    let columns = 0;
    const progress = () => {
      if (++columns === 2) controller.abort();
    };
    const ctx = createContext({ signal: controller.signal, progress });
    await expect(fit(trees, goldenReal(), {}, ctx)).rejects.toThrow('aborted');
    expect(columns).toBe(2);
  });
});
