import { describe, expect, test } from 'vitest';
import { binValues, quantileBins, quantileGroups } from '../src/index.ts';
import { uniform } from './uniform.ts';

describe('quantileGroups', () => {
  test('keeps every value apart when there are few', () => {
    expect([...quantileGroups([5, 1, 9], 3)]).toEqual([0, 1, 2]);
  });

  test('cuts equal masses', () => {
    const groups = quantileGroups(new Int32Array(1000).fill(1), 10);
    for (let group = 0; group < 10; group++) expect(groups.filter((g) => g === group).length).toBe(100);
  });

  test('gives an atom a group of its own', () => {
    const counts = new Int32Array(101).fill(1);
    counts[50] = 900;
    const groups = quantileGroups(counts, 8);
    expect(groups.filter((g) => g === groups[50]).length).toBe(1);
    expect(groups[49]).toBe(groups[50] - 1);
    expect(groups[51]).toBe(groups[50] + 1);
    expect(Math.max(...groups)).toBeLessThan(8);
  });

  test('never passes the number of groups, ascends without gaps, whatever the counts', () => {
    const next = uniform(3);
    for (let round = 0; round < 300; round++) {
      const most = 1 + Math.floor(next() * 255);
      const counts = Int32Array.from({ length: 1 + Math.floor(next() * 600) }, () => 1 + Math.floor(next() ** 8 * 500));
      const groups = quantileGroups(counts, most);
      expect(groups[0]).toBe(0);
      expect(groups[groups.length - 1]).toBeLessThan(most);
      for (let i = 1; i < groups.length; i++) expect([0, 1]).toContain(groups[i] - groups[i - 1]);
    }
  });

  test.each([0, 256, 2.5])('refuses %d groups', (most) => {
    expect(() => quantileGroups([1, 1], most)).toThrow(expect.objectContaining({ code: 'decision-trees/bad-bins' }));
  });
});

describe('binValues', () => {
  const values = Float64Array.of(3, Number.NaN, 1, 2, 2, 2, 2, 10);

  test('puts missing values in bin 0 and keeps order', () => {
    const binning = quantileBins(values, 255);
    expect([...binning.upper]).toEqual([1.5, 2.5, 6.5]);
    expect(binning.bins).toBe(5);
    expect([...binValues(binning, values)]).toEqual([3, 0, 1, 2, 2, 2, 2, 4]);
    expect([...binValues(binning, Float64Array.of(-1e9, 2.5, 2.6, 1e9))]).toEqual([1, 2, 3, 4]);
  });

  test('has bins of about equal size on a continuous column', () => {
    const next = uniform(5);
    const column = Float64Array.from({ length: 6400 }, next);
    const codes = binValues(quantileBins(column, 64), column);
    const counts = new Int32Array(65);
    for (const code of codes) counts[code]++;
    expect(counts[0]).toBe(0);
    for (const count of counts.subarray(1)) expect(Math.abs(count - 100)).toBeLessThanOrEqual(1);
  });

  test('tells neighbouring doubles apart', () => {
    const pair = Float64Array.of(1, 1 + Number.EPSILON);
    expect([...binValues(quantileBins(pair, 2), pair)]).toEqual([1, 2]);
  });

  test('has one bin and the missing one when all is missing', () => {
    const binning = quantileBins(Float64Array.of(Number.NaN), 8);
    expect([...binValues(binning, Float64Array.of(Number.NaN, 4))]).toEqual([0, 1]);
  });
});
