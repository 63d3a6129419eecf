import { createRandom, createTable, recode, shuffle, type Table } from '@verisim/core';
import { describe, expect, test } from 'vitest';
import { stratifiedSplit } from '../src/stratified-split.ts';
import { coded, numeric, specOf } from './tables.ts';

const LEVELS = ['none', 'minor', 'major'];
const codes = shuffle(
  Int32Array.from({ length: 1000 }, (_, i) => (i < 31 ? 2 : i < 150 ? 1 : i < 160 ? -1 : 0)),
  createRandom(1),
);
const table: Table = createTable([specOf('y', 'category')], [coded([...codes], LEVELS)]);

describe('stratifiedSplit', () => {
  test('takes the rows asked for, each row into one part', () => {
    for (const rows of [1, 7, 250, 999]) {
      const { holdout, train } = stratifiedSplit(table, rows, 1, 'y');
      expect(holdout).toHaveLength(rows);
      expect([...holdout, ...train].sort((a, b) => a - b)).toEqual([...Array(1000).keys()]);
    }
  });

  test('gives each class its share to within one row, missing ones too', () => {
    for (const seed of [1, 2, 3, 'four']) {
      const { holdout } = stratifiedSplit(table, 250, seed, 'y');
      for (const [code, size] of [
        [2, 31],
        [1, 119],
        [-1, 10],
        [0, 840],
      ]) {
        const got = holdout.filter((row) => codes[row] === code).length;
        expect(Math.abs(got - size / 4), `class ${code}, seed ${seed}`).toBeLessThan(1);
      }
    }
  });

  test('covers the range of a numeric target', () => {
    const values = shuffle(
      Array.from({ length: 1000 }, (_, i) => i),
      createRandom(2),
    );
    const numbers = createTable([specOf('y', 'number')], [numeric(values)]);
    const held = [...stratifiedSplit(numbers, 100, 1, 'y').holdout].map((row) => values[row]).sort((a, b) => a - b);
    held.forEach((value, i) => {
      expect(Math.floor(value / 10)).toBe(i);
    });
  });

  test('depends on seed and values, not on the order of levels', () => {
    const { holdout } = stratifiedSplit(table, 100, 1, 'y');
    expect(stratifiedSplit(table, 100, 1, 'y').holdout).toEqual(holdout);
    expect(stratifiedSplit(table, 100, 2, 'y').holdout).not.toEqual(holdout);
    const other = recode(table.columns[0] as never, ['major', 'unused', 'minor', 'none']);
    expect(stratifiedSplit(createTable([specOf('y', 'category')], [other]), 100, 1, 'y').holdout).toEqual(holdout);
  });

  test('gives every row the same chance', () => {
    const small = createTable([specOf('y', 'category')], [coded([0, 0, 0, 0, 0, 0, 1, 1, 1, 2], LEVELS)]);
    const times = new Float64Array(10);
    for (let seed = 0; seed < 4000; seed++)
      for (const row of stratifiedSplit(small, 3, seed, 'y').holdout) times[row]++;
    // Binomial(4000, 0.3): standard deviation 29; five of them.
    for (const count of times) expect(Math.abs(count - 1200)).toBeLessThan(145);
  });
});
