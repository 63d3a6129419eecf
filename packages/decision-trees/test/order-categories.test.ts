import { expect, test } from 'vitest';
import { orderCategories } from '../src/index.ts';

const sameOrReversed = (ranks: Uint8Array, expected: readonly number[]) => {
  const last = expected.length - 1;
  expect([expected, expected.map((rank) => last - rank)]).toContainEqual([...ranks]);
};

test('two classes: categories in order of the share of one class', () => {
  // shares of class 1: .5, .1, .9, .3
  sameOrReversed(orderCategories(Int32Array.of(5, 5, 9, 1, 1, 9, 7, 3), 4, 2), [2, 0, 3, 1]);
});

test('finds the gradient behind shuffled categories', () => {
  const place = [4, 0, 7, 2, 6, 1, 5, 3];
  const table = new Int32Array(8 * 12);
  place.forEach((p, category) => {
    for (let k = 0; k < 12; k++) table[category * 12 + k] = Math.round(1000 * Math.exp(-((k - 1.4 * p) ** 2) / 4));
  });
  sameOrReversed(orderCategories(table, 8, 12), place);
});

test('takes categories without rows and classes without rows', () => {
  const ranks = orderCategories(Int32Array.of(8, 0, 1, 0, 0, 0, 1, 0, 8), 3, 3);
  expect([...ranks].sort()).toEqual([0, 1, 2]);
  expect(ranks[1]).toBe(1);
});

test('one class only: any order, no division by zero', () => {
  expect([...orderCategories(Int32Array.of(3, 4), 2, 1)]).toEqual([0, 1]);
});
