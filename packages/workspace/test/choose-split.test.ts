import { columnOf, createRandom, createTable, realLineage, sharedLineage, type Table, takeRows } from '@verisim/core';
import { describe, expect, test } from 'vitest';
import { chooseSplit, type SplitTerms } from '../src/choose-split.ts';
import { coded, commonTable, mixedTable, numeric, specOf } from './tables.ts';

const split = (table: Table, terms: Partial<SplitTerms> = {}, lineage = realLineage(table.rows, 'a.csv')) =>
  chooseSplit(table, lineage, { rows: Math.round(table.rows / 5), seed: 1, target: null, ...terms });

/** Visits: people come once to eight times, one in six has the disease; half of them come with their household. */
function visits(people: number, seed = 1): Table {
  const random = createRandom(seed);
  const rows: { person: number; household: number; sick: number; day: number; score: number }[] = [];
  for (let person = 0; person < people; person++) {
    const sick = +(random.next() < 1 / 6);
    const count = 1 + random.int(0, 8) * random.int(0, 2);
    for (let i = 0; i < count; i++)
      rows.push({ person, household: person >> 1, sick, day: random.int(0, 365), score: random.normal() });
  }
  const each = (name: keyof (typeof rows)[0]) => rows.map((row) => row[name]);
  return createTable(
    [
      specOf('person', 'integer'),
      specOf('household', 'integer'),
      specOf('sick', 'category'),
      specOf('day', 'integer'),
      specOf('score', 'number'),
    ],
    [
      numeric(each('person')),
      numeric(each('household')),
      coded(each('sick'), ['no', 'yes']),
      numeric(each('day')),
      numeric(each('score')),
    ],
  );
}

const cellsOf = (table: Table, name: string, rows: Int32Array): number[] => {
  const column = columnOf(table, name);
  return Array.from(rows, (row) =>
    column.storage === 'coded' ? column.codes[row] : Number(column.storage === 'numeric' ? column.values[row] : 0),
  );
};
const everyRow = ({ rows }: Table) => Int32Array.from({ length: rows }, (_, row) => row);
const shared = (table: Table, name: string, { holdout, train }: { holdout: Int32Array; train: Int32Array }): number => {
  const left = new Set(cellsOf(table, name, train));
  return cellsOf(table, name, holdout).filter((value) => left.has(value)).length;
};

describe('groups', () => {
  test.each([1, 2, 3, 4])('nobody stands on both sides, and the classes keep their shares (seed %d)', (seed) => {
    const table = visits(400, seed);
    const terms = { groups: ['person'], target: 'sick', seed };
    const { split: made, record } = split(table, terms);
    expect(shared(table, 'person', made)).toBe(0);
    expect(made.holdout.length + made.train.length).toBe(table.rows);
    expect(Math.abs(made.holdout.length - record.asked)).toBeLessThanOrEqual(1);
    const sick = cellsOf(
      table,
      'sick',
      Int32Array.from({ length: table.rows }, (_, i) => i),
    );
    const all = sick.reduce((sum, one) => sum + one, 0);
    const held = cellsOf(table, 'sick', made.holdout).reduce((sum, one) => sum + one, 0);
    // Rows at random in groups of four would be off by five or more in every third draw.
    expect(Math.abs(held - all / 5)).toBeLessThanOrEqual(2);
    const people = new Set(cellsOf(table, 'person', made.holdout)).size;
    expect(record.groupCounts).toEqual({ locked: people, training: 400 - people, largest: 8 });
  });

  test('of two columns: rows that share either stay together, also by way of others', () => {
    const chain = createTable(
      [specOf('person', 'integer'), specOf('document', 'integer'), specOf('x', 'number')],
      [numeric([0, 0, 1, 1, 2, 3, 4, 5]), numeric([0, 1, 1, 2, 2, 9, 8, 7]), numeric([1, 2, 3, 4, 5, 6, 7, 8])],
    );
    for (let seed = 0; seed < 20; seed++) {
      const { split: made, record } = split(chain, { groups: ['person', 'document'], rows: 2, seed });
      expect(made.holdout.length).toBe(2);
      expect(Math.min(...made.holdout)).toBeGreaterThanOrEqual(5);
      expect(record.groupCounts).toEqual({ locked: 2, training: 2, largest: 5 });
    }
  });

  test('a missing cell makes no group', () => {
    const table = createTable(
      [specOf('person', 'number'), specOf('x', 'number')],
      [numeric(Array(10).fill(Number.NaN)), numeric([...Array(10).keys()])],
    );
    expect(split(table, { groups: ['person'], rows: 3 }).record.groupCounts).toEqual({
      locked: 3,
      training: 7,
      largest: 1,
    });
  });

  test('people of every size and class are locked about as often as the share says', () => {
    const table = visits(120, 5);
    const visitsOf = new Map<number, number>();
    for (const person of cellsOf(table, 'person', everyRow(table)))
      visitsOf.set(person, (visitsOf.get(person) ?? 0) + 1);
    const locked = new Map<number, number>();
    const draws = 200;
    for (let seed = 0; seed < draws; seed++) {
      const { holdout } = split(table, { groups: ['person'], target: 'sick', seed }).split;
      for (const person of new Set(cellsOf(table, 'person', holdout))) {
        const size = visitsOf.get(person)!;
        locked.set(size, (locked.get(size) ?? 0) + 1);
      }
    }
    // Greedy splitters put every large group on the same side.
    for (const [size, count] of locked) {
      const people = [...visitsOf.values()].filter((one) => one === size).length;
      expect(Math.abs(count / draws / people - 0.2), `people of ${size} visits`).toBeLessThan(0.1);
    }
    expect(locked.size).toBe(8);
  });

  test('rows with a common ancestor stay on one side', () => {
    const table = createTable([specOf('x', 'number')], [numeric([...Array(12).keys()])]);
    const lineage = sharedLineage(12, { origin: 'real', depth: 0 }, 'r');
    const parents = [null, 'r0', '["r1"]', null, 'r3, r4', null, null, null, 'gone', null, 'gone', null];
    const columns = lineage.columns.with(6, { storage: 'text', values: parents });
    expect(lineage.spec.columns[6].name).toBe('parents');
    const tied = [
      [0, 1, 2],
      [3, 4],
      [8, 10],
    ];
    for (let seed = 0; seed < 20; seed++) {
      const { split: made, record } = split(table, { rows: 4, seed }, { ...lineage, columns });
      const held = new Set(made.holdout);
      for (const group of tied) expect(group.filter((row) => held.has(row)).length % group.length).toBe(0);
      expect([record.ancestors, record.groupCounts?.largest]).toEqual([true, 3]);
    }
  });

  test('a group larger than the holdout trains; one that is everything is refused', () => {
    const table = createTable(
      [specOf('big', 'integer'), specOf('x', 'number')],
      [numeric([...Array(80).fill(0), ...Array(20).fill(1)]), numeric([...Array(100).keys()])],
    );
    for (let seed = 0; seed < 10; seed++)
      expect(split(table, { groups: ['big'], rows: 20, seed }).split.holdout.length).toBe(20);
    const one = { groups: ['big'], rows: 2 };
    expect(() => split(takeRows(table, [...Array(80).keys()]), one)).toThrow(
      expect.objectContaining({ code: 'workspace/groups-too-large' }),
    );
    expect(() => split(table, { groups: ['bigg'] })).toThrow(expect.objectContaining({ code: 'core/unknown-column' }));
  });
});

describe('time', () => {
  const days = (values: readonly number[]) =>
    createTable([specOf('day', 'datetime'), specOf('x', 'number')], [numeric(values), numeric([...values.keys()])]);
  const at = (day: number) => Date.UTC(2024, 0, day);

  test('the latest rows are locked, and every training row is earlier', () => {
    const table = days([5, 1, 9, 3, 8, 2, 7, 4, 10, 6].map(at));
    const { split: made, record } = split(table, { time: 'day', rows: 3 });
    expect([...made.holdout]).toEqual([2, 4, 8]);
    expect(record.time).toEqual({ column: 'day', from: '2024-01-08', untimed: 0 });
  });

  test('equal times stay on one side, whichever comes nearer to the number', () => {
    const table = days([1, 2, 3, 4, 4, 4, 5, 6].map(at));
    const held = (rows: number) => [...split(table, { time: 'day', rows }).split.holdout];
    expect(held(2)).toEqual([6, 7]);
    expect(held(3)).toEqual([6, 7]);
    expect(held(4)).toEqual([3, 4, 5, 6, 7]);
  });

  test('rows without a time train', () => {
    const { split: made, record } = split(days([1, Number.NaN, 3, 2, Number.NaN].map(at)), { time: 'day', rows: 1 });
    expect([[...made.holdout], record.time?.untimed]).toEqual([[2], 2]);
  });

  test('with groups: nobody on both sides, and still every training row is earlier than the cut', () => {
    const table = visits(200);
    const { split: made, record } = split(table, { time: 'day', groups: ['person'] });
    expect(shared(table, 'person', made)).toBe(0);
    const cut = Number(record.time?.from);
    expect(Math.max(...cellsOf(table, 'day', made.train))).toBeLessThan(cut);
    expect(Math.max(...cellsOf(table, 'day', made.holdout))).toBeGreaterThanOrEqual(cut);
  });

  test.each([
    ['x of one value', createTable([specOf('t', 'number')], [numeric([1, 1, 1])])],
    ['a category', createTable([specOf('t', 'category')], [coded([0, 1, 0], ['a', 'b'])])],
  ])('%s is refused', (_, table) => {
    expect(() => split(table, { time: 't', rows: 1 })).toThrow(
      expect.objectContaining({ code: 'workspace/bad-time', kind: 'usage' }),
    );
  });
});

describe('copies', () => {
  const base = mixedTable(400);
  /** Rows 0 to 9 once more at the end. */
  const copied = takeRows(base, [...Array(400).keys(), ...Array(10).keys()]);

  test('are kept on one side, and told by number', () => {
    for (let seed = 0; seed < 10; seed++) {
      const { split: made, record, examples } = split(copied, { duplicates: 'together', target: 'damage', seed });
      expect(record.duplicates).toMatchObject({
        policy: 'together',
        exact: 20,
        near: 0,
        common: 0,
        sets: 10,
        across: 0,
      });
      const held = new Set(made.holdout);
      for (let row = 0; row < 10; row++) expect(held.has(row)).toBe(held.has(400 + row));
      expect(made.holdout.length).toBe(82);
      expect(examples[0]).toEqual({ how: 'exact', rows: [1, 401], across: false });
    }
  });

  test('are counted where they fall, or refused by row numbers', () => {
    const { split: made, record } = split(copied, { duplicates: 'keep', target: 'damage' });
    const held = new Set(made.holdout);
    const across = [...Array(10).keys()].filter((row) => held.has(row) !== held.has(400 + row));
    expect(across.length).toBeGreaterThan(0);
    expect(record.duplicates.across).toBe(across.length);
    const refused = () => split(copied, { duplicates: 'refuse', target: 'damage' });
    expect(refused).toThrow(expect.objectContaining({ code: 'workspace/copies-across' }));
    expect(refused).toThrow(`${across[0] + 1} = ${401 + across[0]} (exact)`);
    expect(split(base, { duplicates: 'refuse' }).record.duplicates).toMatchObject({ sets: 0, across: 0 });
  });

  test('are seen through case, spaces, digits and another target', () => {
    const rows = takeRows(base, [...Array(400).keys(), 0, 1, 2]);
    const columns = rows.columns.map((column, i) => {
      const { name } = rows.spec.columns[i];
      if (column.storage === 'numeric' && name === 'amount')
        return { ...column, values: column.values.with(400, column.values[0] * (1 + 1e-7)) };
      if (column.storage === 'text' && name === 'remark')
        return { ...column, values: column.values.with(401, ` ${column.values[1]?.toUpperCase()} `) };
      if (column.storage === 'coded' && name === 'damage')
        return { ...column, codes: column.codes.with(402, 1 - column.codes[2]) };
      return column;
    });
    const { record } = split({ ...rows, columns }, { duplicates: 'together', target: 'damage' });
    expect(record.duplicates).toMatchObject({ exact: 0, near: 6, sets: 3 });
  });

  test('rows that are equal by chance are left alone', () => {
    const { record, split: made } = split(commonTable(400), { duplicates: 'together' });
    expect(record.duplicates).toMatchObject({ exact: 0, near: 0, text: 0, common: 400, sets: 0 });
    expect(made.holdout.length).toBe(80);
  });

  test('of texts: nearly the same is found, forms of words and others are not', () => {
    const random = createRandom(3);
    const words = Array.from({ length: 400 }, (_, i) => `w${(i * 7919) % 1000}x${i}`);
    const text = () => Array.from({ length: 25 }, () => words[random.int(0, 400)]).join(' ');
    const values = Array.from({ length: 300 }, text);
    const edited = values.slice(0, 5).map((one) => one.replace(/^\S+/, 'Another').toUpperCase());
    const formula = Array(40).fill('This report was written without any text, as the form had no room for it.');
    const all = [...values, ...edited, ...formula];
    const spec = { ...specOf('remark', 'text'), role: 'ignore' as const };
    const table = createTable(
      [spec, specOf('n', 'number')],
      [{ storage: 'text', values: all }, numeric(all.map((_, i) => 100 + i))],
    );
    const { record, examples } = split(table, { duplicates: 'together' });
    expect(record.duplicates).toMatchObject({ exact: 0, near: 0, text: 10, sets: 5, across: 0 });
    expect(examples.map(({ rows }) => rows)).toEqual([1, 2, 3, 4, 5].map((row) => [row, 300 + row]));
  });
});

test('without groups, times and copies the rows are those of the plain stratified split', async () => {
  const { stratifiedSplit } = await import('../src/stratified-split.ts');
  const table = mixedTable(400);
  const plain = stratifiedSplit(table, 80, 1, 'damage');
  expect(split(table, { target: 'damage', duplicates: 'together' }).split).toEqual(plain);
});
