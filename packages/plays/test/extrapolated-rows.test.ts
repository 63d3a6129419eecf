import { createTable, type Table } from '@verisim/core';
import { expect, test } from 'vitest';
import { extrapolationTest } from '../src/index.ts';

const COLOURS = ['red', 'blue', 'green'];

/** `null` = missing. */
function tableOf(rows: readonly (readonly [string | null, number | null])[], levels = COLOURS): Table {
  return createTable(
    [
      { name: 'colour', kind: 'category', nullable: true, role: 'feature' },
      { name: 'size', kind: 'number', nullable: true, role: 'feature' },
      { name: 'key', kind: 'id', nullable: false, role: 'feature' },
    ],
    [
      { storage: 'coded', levels, codes: Int32Array.from(rows, ([c]) => (c === null ? -1 : levels.indexOf(c))) },
      { storage: 'numeric', values: Float64Array.from(rows, ([, size]) => size ?? Number.NaN) },
      { storage: 'text', values: rows.map((_, row) => `k${row}`) },
    ],
  );
}

const train = tableOf([
  ['red', 1],
  ['red', 9],
  ['blue', 2],
  [null, 3],
  ['blue', null],
]);

const flags = (
  where: Parameters<typeof extrapolationTest>[1],
  rows: Parameters<typeof tableOf>[0],
  levels?: string[],
) => Array.from(extrapolationTest(train, where)!(tableOf(rows, levels)));

test('levels that are listed count one by one, whatever their codes', () => {
  const where = [
    { column: 'colour', in: ['red', 'blue', 'green'] },
    { column: 'size', from: 5 },
  ];
  const drawn = [
    ['red', 5.5],
    ['blue', 7],
    ['red', 6],
  ] as const;
  // Only red is ever 5 or more; a list of all levels restricts nothing.
  expect(flags(where, drawn)).toEqual([0, 0, 0]);
  const two = [{ column: 'colour', in: ['red', 'blue'] }, where[1]];
  expect(flags(two, drawn)).toEqual([0, 1, 0]);
  expect(flags(two, drawn, ['green', 'blue', 'red'])).toEqual([0, 1, 0]);
});

test('a range asks only that some training row meets it', () => {
  expect(flags([{ column: 'size', from: 4, to: 6 }], [['red', 5]])).toEqual([1]);
  expect(flags([{ column: 'size', from: 4, to: 10 }], [['blue', 5]])).toEqual([0]);
});

test('listed numbers count one by one', () => {
  const where = [
    { column: 'size', in: [1, 2] },
    { column: 'colour', in: ['red'] },
  ];
  const drawn = [
    ['red', 1],
    ['red', 2],
  ] as const;
  expect(flags(where, drawn)).toEqual([0, 1]);
});

test('missingness counts, identifiers do not', () => {
  const missing = { column: 'size', missing: true };
  expect(flags([missing, { column: 'colour', in: ['blue'] }], [['blue', null]])).toEqual([0]);
  expect(flags([missing, { column: 'colour', in: ['red'] }], [['red', null]])).toEqual([1]);
  expect(extrapolationTest(train, [{ column: 'key', in: ['k7'] }])).toBeNull();
  expect(extrapolationTest(train, [])).toBeNull();
});
