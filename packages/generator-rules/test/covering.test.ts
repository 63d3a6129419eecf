import { createRandom } from '@verisim/core';
import { describe, expect, test } from 'vitest';
import { coveringArray } from '../src/covering/covering-array.ts';
import { isForbidden } from '../src/covering/forbidden.ts';
import { coveringCases, same, uncovered } from './covering-cases.ts';
import { cells, made } from './made.ts';

describe('covering arrays', () => {
  test.each(coveringCases.filter(({ long }) => !long))(
    '$name: every combination occurs, in at most 1.5 times the $best rows that are known',
    ({ levels, strength, best }) => {
      const rows = coveringArray({ levels, strength, forbidden: [] }, createRandom('covering'));
      expect(uncovered(rows, levels, strength)).toEqual([]);
      expect(rows.every((row) => row.every((level, factor) => level >= 0 && level < levels[factor]))).toBe(true);
      expect(rows.length).toBeLessThanOrEqual(1.5 * best);
    },
  );

  test('factors of different levels', () => {
    const levels = [5, 4, 3, 3, 2, 2, 2];
    const rows = coveringArray({ levels, strength: 2, forbidden: [] }, createRandom(1));
    expect(uncovered(rows, levels, 2)).toEqual([]);
    expect(rows.length).toBeLessThanOrEqual(30);
  });

  test('what must not occur does not, and all that can occur does', () => {
    const levels = [3, 3, 3, 2];
    const rule = (...values: number[]) => Int32Array.from(values);
    // Together they leave factor 2 only level 2 where factor 0 is 0; (0: 0, 1: 0) cannot occur at all.
    const forbidden = [rule(0, -1, 0, -1), rule(0, -1, 1, -1), rule(-1, 0, 2, -1)];
    const rows = coveringArray({ levels, strength: 2, forbidden }, createRandom(1));
    expect(rows.some((row) => isForbidden(row, forbidden))).toBe(false);
    const all = Array.from({ length: 54 }, (_, i) => [
      Math.floor(i / 18),
      Math.floor(i / 6) % 3,
      Math.floor(i / 2) % 3,
      i % 2,
    ]);
    const possible = all.filter((row) => !isForbidden(row, forbidden));
    const lacking = uncovered(rows, levels, 2);
    expect(lacking).toEqual(uncovered(possible, levels, 2));
    expect(lacking).toContain('0,1: 0,0');
  });

  test('rows of rules go through the array in order, whatever the seed', async () => {
    const rules = `
attributes: { a: [x, y, z], b: [x, y, z], c: [x, y, z], d: [x, y, z] }
never: [{ a: x, b: y }]
expand: pairwise
`;
    const table = await made(rules, 40, 5);
    const other = await made(rules, 40, 6);
    expect(cells(other, 'd')).toEqual(cells(table, 'd'));
    const rows = Array.from({ length: 40 }, (_, row) =>
      ['a', 'b', 'c', 'd'].map((name) => 'xyz'.indexOf(String(cells(table, name)[row]))),
    );
    expect(uncovered(rows, same(4, 3), 2)).toEqual(['0,1: 0,1']);
  });
});
