import { cellOf, columnOf, isVerisimError } from '@verisim/core';
import { expect, test } from 'vitest';
import { asClassTarget } from '../src/index.ts';
import { tableOf } from './tables.ts';

const codeOf = (work: () => unknown) => {
  try {
    work();
  } catch (error) {
    return isVerisimError(error) ? error.code : String(error);
  }
  return 'no error';
};

test('whole numbers become classes named by the number, missing stays missing', () => {
  const table = asClassTarget(tableOf({ x: [1, 2, 3, 4], y: [10, 2, null, -1] }), 'y');
  const column = columnOf(table, 'y');
  expect(column.storage === 'coded' && column.levels).toEqual(['-1', '2', '10']);
  expect([0, 1, 2, 3].map((row) => cellOf(column, row))).toEqual(['10', '2', null, '-1']);
  expect(table.spec.columns[1].kind).toBe('category');
});

test('a coded target stays as it is', () => {
  const table = tableOf({ x: [1, 2], y: ['a', 'b'] });
  expect(asClassTarget(table, 'y')).toBe(table);
});

test('fractions, too many numbers and unknown names are refused', () => {
  const many = tableOf({
    x: Array.from({ length: 21 }, (_, i) => i),
    half: Array.from({ length: 21 }, (_, i) => i / 2),
  });
  expect(codeOf(() => asClassTarget(many, 'x'))).toBe('evaluator-utility/target-not-classes');
  expect(codeOf(() => asClassTarget(many, 'half'))).toBe('evaluator-utility/target-not-classes');
  expect(codeOf(() => asClassTarget(many, 'hlaf'))).toBe('evaluator-utility/target-missing');
});
