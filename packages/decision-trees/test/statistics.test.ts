import { describe, expect, test } from 'vitest';
import {
  chiSquareAtScore,
  chiSquareScore,
  contingency,
  effectiveClass,
  entropyTable,
  mutualInformation,
} from '../src/index.ts';

describe('entropyTable', () => {
  test('gives entropies by addition', () => {
    const table = entropyTable(8);
    expect(table[0]).toBe(0);
    expect(table[1]).toBe(0);
    expect((table[8] - table[4] - table[4]) / 8).toBeCloseTo(Math.log(2), 12);
  });
});

describe('mutualInformation', () => {
  test('is n ln 2 when two balanced binary codes are equal, 0 when they are independent', () => {
    expect(mutualInformation(Int32Array.of(5, 0, 0, 5), 2, 2)).toBeCloseTo(10 * Math.log(2), 12);
    expect(mutualInformation(Int32Array.of(6, 3, 4, 2), 2, 2)).toBeCloseTo(0, 12);
  });

  test('equals the sum of n p ln(p / qr) on a table worked by hand', () => {
    const expected =
      3 * Math.log((3 * 10) / (4 * 5)) + 1 * Math.log(10 / (4 * 5)) + 2 * Math.log(20 / 30) + 4 * Math.log(40 / 30);
    expect(mutualInformation(Int32Array.of(3, 1, 2, 4), 2, 2)).toBeCloseTo(expected, 12);
  });

  test('is half of the G statistic in the documentation of scipy.stats.chi2_contingency', () => {
    expect(2 * mutualInformation(Int32Array.of(10, 10, 20, 20, 20, 20), 2, 3)).toBeCloseTo(2.7688587616781319, 12);
  });
});

test('contingency counts pairs, row after row', () => {
  expect([...contingency([0, 1, 1, 0], 2, [2, 0, 0, 2], 3)]).toEqual([0, 0, 2, 2, 0, 0]);
});

describe('chiSquareScore', () => {
  test.each([
    [3.841459, 1, 1.644854],
    [18.307038, 10, 1.644854],
    [124.342113, 100, 1.644854],
    [29.588298, 10, 3.090232],
  ])('chi-square %f with %i df is %f standard deviations (tables of the chi-square distribution)', (value, df, z) => {
    expect(Math.abs(chiSquareScore(value, df) - z)).toBeLessThan(0.05);
  });

  test('and its inverse', () => {
    for (const df of [1, 7, 40]) expect(chiSquareScore(chiSquareAtScore(3.5, df), df)).toBeCloseTo(3.5, 9);
    expect(chiSquareAtScore(-50, 1)).toBe(0);
  });
});

describe('effectiveClass', () => {
  test('is 2 ln 2 for one row and for two, as worked by hand, and falls to 1', () => {
    expect(effectiveClass(1)).toBeCloseTo(2 * Math.log(2), 12);
    expect(effectiveClass(2)).toBeCloseTo(2 * Math.log(2), 12);
    expect(effectiveClass(3)).toBeCloseTo(1.5 * Math.log(2) + 1.5 * (2 * Math.log(4 / 3) + Math.log(2 / 3)), 12);
    expect(effectiveClass(1e6)).toBeCloseTo(1, 5);
  });

  test('goes from the exact sum to the formula without a jump', () => {
    expect(Math.abs(effectiveClass(64) - effectiveClass(65))).toBeLessThan(3e-4);
  });
});
