import {
  type Condition,
  type Constraint,
  cellOf,
  columnOf,
  createContext,
  createRandom,
  fit,
  type Generator,
  type Json,
  rowsWhere,
  type Sampled,
  sample,
  shuffle,
  type Table,
  tableHash,
  takeRows,
  withConstraints,
} from '@verisim/core';
import { fidelityScores } from '@verisim/evaluator-fidelity';
import { describe, expect, test } from 'vitest';
import { constraintValidator } from '../../validator-table/src/index.ts';
import * as tabular from '../src/index.ts';
import { constrainedOrders, numbersIn, orderRules, orders } from './constrained-tables.ts';
import { drawn, tableOf } from './tables.ts';

type AnyGenerator = Generator<unknown, 'data'>;
const { holdConstraints } = tabular;
const [marginals, trees] = [tabular.marginals, tabular.trees] as unknown as readonly [AnyGenerator, AnyGenerator];
type Notes = Record<string, Json>;

const generators: readonly [string, AnyGenerator][] = [
  ['marginals', marginals],
  ['trees', trees],
];
const code = (name: string) => expect.objectContaining({ code: name });

interface Made extends Sampled {
  readonly notes: Notes;
}

async function make(
  generator: AnyGenerator,
  train: Table,
  rows: number,
  where: readonly Condition[] = [],
  seed = 1,
): Promise<Made> {
  const notes: Notes = {};
  const note = (key: string, value: Json) => {
    notes[key] = value;
  };
  const ctx = createContext({ seed, note });
  const model = await fit(generator, train, {}, ctx);
  return { ...(await sample(generator, model, { rows, where }, ctx)), notes };
}

/** What the published check says of a table, its judge. */
async function faults(table: Table, train: Table): Promise<readonly string[]> {
  const { findings } = await constraintValidator.check(table, { drop: true }, { train }, createContext());
  return findings.map(({ message }) => message);
}

function errors(real: Table, table: Table): { shape: number; trend: number } {
  const { columnShapes, pairTrends } = fidelityScores(real, table);
  return { shape: 100 * (1 - (columnShapes ?? 0)), trend: 100 * (1 - (pairTrends ?? 0)) };
}

describe.each(generators)('%s', (_, generator) => {
  test.each(Object.keys(orderRules))('holds %s in every row', async (name) => {
    const train = constrainedOrders(1500, [name]);
    const { table } = await make(generator, train, 4000);
    expect(table.rows).toBe(4000);
    expect(table.spec.constraints).toEqual(train.spec.constraints);
    expect(await faults(table, train)).toEqual([]);
  });

  test('holds all of them at once, and nearly as faithfully as none', async () => {
    const train = constrainedOrders(4000, Object.keys(orderRules));
    const { table } = await make(generator, train, 8000);
    expect(await faults(table, train)).toEqual([]);
    const plain = await make(generator, orders(4000), 8000);
    const [held, free] = [errors(train, table), errors(train, plain.table)];
    expect(held.shape).toBeLessThan(free.shape + (generator.name === 'trees' ? 0.1 : 2));
    expect(held.trend).toBeLessThan(free.trend + 0.3);
  });

  test('holds any composition, any order of them, and conditions beside', async () => {
    const names = Object.keys(orderRules);
    const wheres: readonly (readonly Condition[])[] = [
      [],
      [{ column: 'country', in: ['DE', 'IT'] }],
      [{ column: 'state', in: ['void', 'shipped'] }],
      [{ column: 'gross', from: 20, to: 60 }],
      [{ column: 'end', from: '2024-06-01' }],
      [{ column: 'medium', in: [1] }],
      [
        { column: 'coupon', missing: false },
        { column: 'high', to: 80 },
      ],
    ];
    for (let seed = 0; seed < 20; seed++) {
      const random = createRandom(`composition ${seed}`);
      const some = shuffle([...names], random).slice(0, 1 + random.int(0, names.length));
      const where = wheres[random.int(0, wheres.length)];
      const train = constrainedOrders(600, some, seed);
      const { table, shortfall } = await make(generator, train, 300, where, seed);
      expect({ some, faults: await faults(table, train), shortfall }).toEqual({ some, faults: [], shortfall: 0 });
      expect(rowsWhere(table, where).length).toBe(300);
    }
  });

  test('the same bytes again, and after save and load', async () => {
    const train = constrainedOrders(800, Object.keys(orderRules));
    const ctx = createContext({ seed: 5 });
    const model = await fit(generator, train, {}, ctx);
    const { json, ...rest } = await model.save();
    const again = await generator.load({ ...structuredClone(rest), json: JSON.parse(JSON.stringify(json)) as Json });
    const hashes: string[] = [];
    for (const one of [model, model, again])
      hashes.push(tableHash((await sample(generator, one, { rows: 3000 }, ctx)).table));
    expect(new Set(hashes).size).toBe(1);
  });

  test('without constraints it is as it was', async () => {
    const { table, notes } = await make(generator, orders(300), 300);
    expect(table.spec.constraints).toBeUndefined();
    expect(notes).not.toHaveProperty('constraints');
  });
});

describe('what is built in', () => {
  test('combinations keep their shares', async () => {
    const train = constrainedOrders(4000, ['combinations']);
    const { table, notes } = await make(marginals, train, 4000);
    for (const city of ['Paris', 'Kiel']) {
      const count = (from: Table) => rowsWhere(from, [{ column: 'city', in: [city] }]).length;
      expect(count(table)).toBe(count(train));
    }
    expect(notes.constraints).toMatchObject({ held: { 'combinations of "city", "country"': 'joined columns' } });
  });

  test('too many combinations to join: the coarse column keeps its shares, the fine one follows', async () => {
    const city = drawn(6000, 1, (random) => Math.min(random.int(0, 500), random.int(0, 500)));
    const cells = { city: city.map((level) => `c${level}`), country: city.map((level) => `k${level % 9}`) };
    const train = withConstraints(tableOf(cells), [{ rule: 'combinations', columns: ['city', 'country'] }]);
    const { table, notes } = await make(marginals, train, 6000);
    expect(await faults(table, train)).toEqual([]);
    expect(notes.constraints).toMatchObject({ held: { 'combinations of "city", "country"': 'known combinations' } });
    const count = (from: Table) => rowsWhere(from, [{ column: 'country', in: ['k3'] }]).length;
    expect(count(table)).toBe(count(train));
    const where = [{ column: 'city', in: ['c7', 'c8'] }];
    const some = await make(marginals, train, 500, where);
    expect(await faults(some.table, train)).toEqual([]);
    expect(some.shortfall).toBe(0);
  });

  test('a sum is exact to the last digit', async () => {
    const { table } = await make(trees, constrainedOrders(2000, ['total']), 5000);
    const [net, tax, gross] = ['net', 'tax', 'gross'].map((name) => numbersIn(table, name));
    const exact = net.map((value, row) => Math.round((value + tax[row]) * 100) / 100);
    expect(gross).toEqual(exact);
  });

  test('a distance keeps its distribution, and the upper column stays in its range and on its days', async () => {
    const train = constrainedOrders(4000, ['tight']);
    const { table } = await make(trees, train, 4000);
    const mean = (from: Table) => {
      const [start, end] = [numbersIn(from, 'start'), numbersIn(from, 'end')];
      const gaps = end.map((value, row) => value - start[row]).filter((gap) => !Number.isNaN(gap));
      return gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length / 86_400_000;
    };
    expect(Math.abs(mean(table) - mean(train))).toBeLessThan(0.5);
    const ends = numbersIn(train, 'end').filter((value) => !Number.isNaN(value));
    for (const value of numbersIn(table, 'end').filter((end) => !Number.isNaN(end))) {
      expect(value % 86_400_000).toBe(0);
      expect(value).toBeLessThanOrEqual(ends.reduce((a, b) => Math.max(a, b)));
    }
  });

  test('mending leaves every distribution as it is', async () => {
    const { table, acceptance } = await make(marginals, constrainedOrders(3000, ['loose']), 3000);
    expect(acceptance).toBeGreaterThan(0.99);
    expect(errors(orders(3000), table).shape).toBeLessThan(0.2);
  });

  test('chains through missing cells, on a grid of decimals, strict', async () => {
    const a = drawn(2000, 1, (random) => (random.next() < 0.2 ? null : random.int(0, 1000) / 100));
    const plus = (cells: readonly (number | null)[], seed: number, from: readonly (number | null)[] = cells) =>
      drawn(2000, seed, (random, row) => {
        const step = random.int(1, 30);
        if (random.next() < 0.2) return null;
        return Math.round(100 * (cells[row] ?? from[row] ?? 5) + step) / 100;
      });
    const b = plus(a, 2);
    const c = plus(b, 3, a);
    const rule: Constraint = { rule: 'inequality', columns: ['a', 'b', 'c'], strict: true };
    const train = withConstraints(tableOf({ a, b, c }), [rule]);
    expect(await faults(train, train)).toEqual([]);
    for (const [, generator] of generators) {
      const { table, notes } = await make(generator, train, 5000);
      expect(notes.constraints).toMatchObject({ held: { 'inequality of "a", "b", "c"': 'distance' } });
      expect(await faults(table, train)).toEqual([]);
      for (const value of numbersIn(table, 'c'))
        if (!Number.isNaN(value)) expect(Math.round(value * 100) / 100).toBe(value);
    }
  });

  test('sums with missing parts: counted as 0, or the total by itself', async () => {
    for (const missing of ['zero', 'pass'] as const) {
      const parts = [1, 2].map((seed) =>
        drawn(2000, seed, (random) => (random.next() < 0.2 ? null : random.int(0, 500) / 10)),
      );
      const total = parts[0].map((one, row) => {
        const other = parts[1][row];
        if (missing === 'pass' && (one === null || other === null)) return row % 7 === 0 ? null : 77;
        return Math.round(10 * ((one ?? 0) + (other ?? 0))) / 10;
      });
      const rule: Constraint = { rule: 'sum', parts: ['a', 'b'], total: 't', missing };
      const train = withConstraints(tableOf({ a: parts[0], b: parts[1], t: total }), [rule]);
      expect(await faults(train, train)).toEqual([]);
      const { table } = await make(trees, train, 4000);
      expect(await faults(table, train)).toEqual([]);
      expect(errors(train, table).shape, missing).toBeLessThan(2);
    }
  });
});

describe('unique', () => {
  test('keys of whole numbers: new, in range while there is room, over all blocks', async () => {
    const train = constrainedOrders(2000, ['serial']);
    const { table } = await make(marginals, train, 70_000);
    const keys = numbersIn(table, 'serial');
    expect(new Set(keys).size).toBe(70_000);
    const real = new Set(numbersIn(train, 'serial'));
    expect(keys.some((key) => real.has(key))).toBe(false);
    const small = await make(marginals, train, 2000);
    const inside = numbersIn(small.table, 'serial').filter((key) => key >= 1000 && key <= 1000 + 7 * 2000);
    expect(inside.length).toBe(2000);
  });

  test('tuples within a block by drawing again; what has no room is an error that names it', async () => {
    const cells = {
      a: drawn(200, 1, (_, row) => `a${row % 20}`),
      b: drawn(200, 1, (_, row) => `b${Math.floor(row / 20)}`),
    };
    const train = withConstraints(tableOf(cells), [{ rule: 'unique', columns: ['a', 'b'] }]);
    const { table, acceptance } = await make(marginals, train, 150);
    expect(await faults(table, train)).toEqual([]);
    expect(acceptance).toBeLessThan(0.9);
    await expect(make(marginals, train, 201)).rejects.toThrow(code('generator-tabular/constraints-unmet'));
    await expect(make(marginals, train, 201)).rejects.toThrow('unique of "a", "b"');
  });
});

describe('rows that do not hold', () => {
  test('are left out of training and counted', async () => {
    const train = withConstraints(orders(2000), [{ rule: 'range', column: 'quantity', from: 60, name: 'big orders' }]);
    const { table, notes } = await make(trees, train, 1000);
    expect(await faults(table, train)).toEqual([]);
    const small = rowsWhere(train, [{ column: 'quantity', to: 59 }]).length;
    expect(notes.constraints).toMatchObject({ rows: 2000, learned: 2000 - small, broken: { 'big orders': small } });
  });

  test('when none holds, the rule that most break is named', async () => {
    const train = withConstraints(orders(100), [
      { rule: 'range', column: 'quantity', from: 6000, name: 'huge orders' },
    ]);
    await expect(make(trees, train, 10)).rejects.toThrow(code('generator-tabular/no-row-holds'));
    await expect(make(trees, train, 10)).rejects.toThrow('huge orders');
  });

  test('rules that do not fit their columns are refused by name', async () => {
    for (const rule of [
      { rule: 'inequality', columns: ['city', 'net'] },
      { rule: 'sum', parts: ['net', 'state'], total: 10 },
      { rule: 'sideways', columns: ['net'] },
    ] as Constraint[]) {
      const train = withConstraints(orders(50), [rule]);
      await expect(make(trees, train, 10)).rejects.toThrow(code('generator-tabular/constraint-unusable'));
    }
  });
});

describe('conditions against constraints', () => {
  const excluded: readonly (readonly [string, readonly string[], readonly Condition[]])[] = [
    [
      'a combination that is not',
      ['combinations'],
      [
        { column: 'city', in: ['Rome'] },
        { column: 'country', in: ['DE'] },
      ],
    ],
    [
      'an end before its start',
      ['tight'],
      [
        { column: 'start', from: '2025-01-01' },
        { column: 'end', to: '2024-12-01' },
      ],
    ],
    [
      'what an implication rules out',
      ['implication'],
      [
        { column: 'state', in: ['open'] },
        { column: 'days', from: 1 },
      ],
    ],
    [
      'what a range rules out',
      ['rangeIf'],
      [
        { column: 'state', in: ['void'] },
        { column: 'days', from: 20 },
      ],
    ],
    [
      'two hot columns',
      ['oneHot'],
      [
        { column: 'small', in: [1] },
        { column: 'large', in: [1] },
      ],
    ],
  ];
  test.each(excluded)('%s: refused before anything is drawn', async (_, names, where) => {
    const train = constrainedOrders(500, names);
    await expect(make(trees, train, 10, where)).rejects.toThrow(code('generator-tabular/constraints-exclude'));
  });

  test('a narrow range of a reckoned column is drawn near, not waited for', async () => {
    const start = drawn(4000, 1, (random) => random.int(0, 10_000));
    const middle = start.map((from, row) => from + ((row * 3) % 25));
    const cells = { start, middle, end: middle.map((from, row) => from + ((row * 7) % 40)) };
    const rule: Constraint = { rule: 'inequality', columns: ['start', 'middle', 'end'] };
    const train = withConstraints(tableOf(cells, { start: 'integer', middle: 'integer', end: 'integer' }), [rule]);
    const where = [{ column: 'end', from: 5000, to: 5010 }];
    const { table, acceptance, shortfall } = await make(marginals, train, 1000, where);
    expect([table.rows, shortfall, await faults(table, train)]).toEqual([1000, 0, []]);
    expect(acceptance).toBeGreaterThan(0.1);
  });

  test('what is possible and rare comes back short, never wrong', async () => {
    const train = constrainedOrders(500, Object.keys(orderRules));
    const where: readonly Condition[] = [{ column: 'gross', from: 4000 }];
    const { table, shortfall } = await make(marginals, train, 20, where);
    expect(table.rows + shortfall).toBe(20);
    expect(await faults(table, train)).toEqual([]);
  });
});

describe('predicates', () => {
  const predicates = {
    'cheap orders are small': (cell: (column: string) => number | string | null) =>
      Number(cell('gross')) > 12 || Number(cell('quantity')) <= 60,
  };
  const held = holdConstraints(trees, { predicates });

  test('are held beside constraints', async () => {
    const train = constrainedOrders(3000, ['total', 'combinations']);
    const { table, notes } = await make(held, train, 3000);
    expect(await faults(table, train)).toEqual([]);
    const [gross, quantity] = [columnOf(table, 'gross'), columnOf(table, 'quantity')];
    for (let row = 0; row < table.rows; row++)
      expect(Number(cellOf(gross, row)) > 12 || Number(cellOf(quantity, row)) <= 60).toBe(true);
    expect(notes.constraints).toMatchObject({ held: { 'cheap orders are small': 'mending and rejection' } });
  });

  test('a model that held them is not loaded without them', async () => {
    const held = holdConstraints(marginals, { predicates });
    const state = await (await fit(held, orders(200), {}, createContext())).save();
    await expect(marginals.load(state)).rejects.toThrow(code('generator-tabular/predicate-missing'));
    const again = await held.load(state);
    expect((await sample(held, again, { rows: 50 }, createContext())).table.rows).toBe(50);
  });
});

test('identifiers stay unique while rows are drawn again', async () => {
  const cells = {
    id: drawn(500, 1, (_, row) => `P-${String(row).padStart(6, '0')}`),
    x: drawn(500, 2, (random) => random.int(0, 100)),
    y: drawn(500, 3, (random) => random.int(0, 100)),
  };
  const data = tableOf(cells, { id: 'id', x: 'integer', y: 'integer' });
  const ordered = takeRows(
    data,
    Int32Array.from(cells.x.keys()).filter((row) => cells.x[row] < cells.y[row]),
  );
  const rules: readonly Constraint[] = [
    { rule: 'inequality', columns: ['x', 'y'], strict: true },
    { rule: 'unique', columns: ['id'] },
  ];
  const train = withConstraints(ordered, rules);
  const { table } = await make(marginals, train, 3000);
  expect(await faults(table, train)).toEqual([]);
  const id = columnOf(table, 'id');
  expect(id.storage === 'text' && new Set(id.values).size).toBe(3000);
});
