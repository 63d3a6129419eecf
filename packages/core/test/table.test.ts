import {
  cellOf,
  columnIndex,
  columnOf,
  concatTables,
  createTable,
  dropColumns,
  recode,
  sliceRows,
  type Table,
  takeColumns,
  takeRows,
  withTarget,
} from '@verisim/core';
import { expect, test } from 'vitest';
import { category, numeric, table, text } from './tables.ts';

const mismatch = expect.objectContaining({ code: 'core/table-mismatch' });
const cells = (from: Table, name: string) =>
  Array.from({ length: from.rows }, (_, row) => cellOf(columnOf(from, name), row));

test('createTable refuses what is not one table', () => {
  const [x, values] = numeric('x', [1, 2]);
  expect(() => createTable([x], [])).toThrow(mismatch);
  expect(() => createTable([x, x], [values, values])).toThrow('two columns are named "x"');
  expect(() => createTable([{ ...x, kind: 'category' }], [values])).toThrow('stored coded, not numeric');
  expect(() => table(numeric('x', [1, 2]), numeric('y', [1]))).toThrow('"y" has 1 rows, the first column 2');
});

test('createTable takes the levels of the column, whatever was declared', () => {
  const [declared, column] = category('c', ['b', 'a']);
  const made = createTable([{ ...declared, levels: ['z'] }], [column]);
  expect(made.spec.columns[0].levels).toEqual(['b', 'a']);
});

test('a table of no columns has no rows, and any name is a name', () => {
  expect(createTable([], [])).toMatchObject({ rows: 0 });
  const odd = table(numeric('__proto__', [1]), numeric('', [2]), numeric('constructor', [3]));
  expect(['__proto__', '', 'constructor'].map((name) => cells(odd, name))).toEqual([[1], [2], [3]]);
});

test('takeRows copies rows in the given order and refuses rows that are not there', () => {
  const from = table(
    numeric('x', [1, Number.NaN, 3]),
    category('c', ['a', null, 'b']),
    text('t', ['one', null, 'three']),
  );
  const taken = takeRows(from, [2, 1, 2]);
  expect(cells(taken, 'x')).toEqual([3, null, 3]);
  expect(cells(taken, 'c')).toEqual(['b', null, 'b']);
  expect(cells(taken, 't')).toEqual(['three', null, 'three']);
  expect(takeRows(from, []).rows).toBe(0);
  expect(() => takeRows(from, [3])).toThrow(RangeError);
  expect(() => takeRows(from, [-1])).toThrow(RangeError);
});

test('sliceRows cuts at the ends of the table', () => {
  const from = table(numeric('x', [1, 2, 3]), text('t', ['a', 'b', 'c']));
  expect(cells(sliceRows(from, 1, 9), 'x')).toEqual([2, 3]);
  expect(sliceRows(from, 1, 9).rows).toBe(2);
  expect(cells(sliceRows(from, 0, 1), 't')).toEqual(['a']);
  expect(sliceRows(from, 5, 9).rows).toBe(0);
});

test('columns are taken, dropped and made the target by name', () => {
  const from = table(numeric('x', [1]), numeric('y', [2]), numeric('z', [3]));
  expect(takeColumns(from, ['z', 'x']).spec.columns.map(({ name }) => name)).toEqual(['z', 'x']);
  expect(dropColumns(from, ['y']).spec.columns.map(({ name }) => name)).toEqual(['x', 'z']);
  const moved = withTarget(withTarget(from, 'x'), 'z');
  expect(moved.spec.columns.map(({ role }) => role)).toEqual(['feature', 'feature', 'target']);
  for (const wrong of [
    () => columnIndex(from.spec, 'w'),
    () => dropColumns(from, ['w']),
    () => withTarget(from, 'w'),
  ]) {
    expect(wrong).toThrow(expect.objectContaining({ code: 'core/unknown-column' }));
  }
});

test('concatTables matches columns by name and unites levels in order of first appearance', () => {
  const above = table(category('c', ['b', null, 'a']), numeric('x', [1, 2, 3]), text('t', ['p', 'q', null]));
  const below = table(
    numeric('x', [4, Number.NaN]),
    text('t', ['r', 's']),
    category('c', ['d', 'a'], ['d', 'unused', 'a']),
  );
  const both = concatTables([above, below]);
  expect(both.spec.columns.map(({ name, nullable }) => [name, nullable])).toEqual([
    ['c', true],
    ['x', true],
    ['t', true],
  ]);
  expect(both.spec.columns[0].levels).toEqual(['b', 'a', 'd', 'unused']);
  expect(cells(both, 'c')).toEqual(['b', null, 'a', 'd', 'a']);
  expect(cells(both, 'x')).toEqual([1, 2, 3, 4, null]);
  expect(cells(both, 't')).toEqual(['p', 'q', null, 'r', 's']);
});

test('concatTables widens bounds and decimals, and drops what a part does not declare', () => {
  const part = (bounds: [number, number] | undefined, decimals: number | undefined) => {
    const [spec, column] = numeric('x', [1]);
    return createTable([{ ...spec, bounds, decimals }], [column]);
  };
  const [widened] = concatTables([part([0, 5], 1), part([-1, 4], 3)]).spec.columns;
  expect(widened).toMatchObject({ bounds: [-1, 5], decimals: 3 });
  const [open] = concatTables([part([0, 5], 1), part(undefined, undefined)]).spec.columns;
  expect([open.bounds, open.decimals]).toEqual([undefined, undefined]);
});

test('concatTables refuses other columns, other names and other kinds', () => {
  const x = table(numeric('x', [1]));
  expect(() => concatTables([])).toThrow(mismatch);
  expect(() => concatTables([x, table(numeric('x', [1]), numeric('y', [1]))])).toThrow(mismatch);
  expect(() => concatTables([x, table(numeric('y', [1]))])).toThrow(mismatch);
  expect(() => concatTables([table(numeric('x', [1], 'integer')), table(numeric('x', [1.5]))])).toThrow(
    'column "x" is integer in one table and number in another',
  );
});

test('recode keeps cells under other codes and refuses levels that lack one that occurs', () => {
  const column = columnOf(table(category('c', ['a', 'b', null], ['a', 'b', 'never'])), 'c');
  if (column.storage !== 'coded') throw new Error('coded');
  const other = recode(column, ['x', 'b', 'a']);
  expect([...other.codes]).toEqual([2, 1, -1]);
  expect(recode(column, column.levels)).toBe(column);
  expect(() => recode(column, ['a'])).toThrow(RangeError);
});
