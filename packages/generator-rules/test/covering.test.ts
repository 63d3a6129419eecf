import { createRandom } from '@verisim/core';
import { describe, expect, test } from 'vitest';
import { coveringArray } from '../src/covering/covering-array.ts';
import { isForbidden } from '../src/covering/forbidden.ts';
import { cells, made } from './made.ts';

/** Every choice of so many factors. */
function choices(factors: number, strength: number, from = 0): number[][] {
  if (strength === 0) return [[]];
  const found: number[][] = [];
  for (let i = from; i <= factors - strength; i++)
    for (const rest of choices(factors, strength - 1, i + 1)) found.push([i, ...rest]);
  return found;
}

/** Value combinations of the factors that no row has, looked for one by one. */
function uncovered(rows: readonly ArrayLike<number>[], levels: readonly number[], strength: number): string[] {
  const lacking: string[] = [];
  for (const factors of choices(levels.length, strength)) {
    const met = new Set(rows.map((row) => factors.map((factor) => row[factor]).join()));
    const values = factors.reduce<number[][]>(
      (sofar, factor) => sofar.flatMap((own) => Array.from({ length: levels[factor] }, (_, level) => [...own, level])),
      [[]],
    );
    for (const value of values) if (!met.has(value.join())) lacking.push(`${factors}: ${value}`);
  }
  return lacking;
}

const same = (count: number, levels: number) => new Array<number>(count).fill(levels);

// Best known sizes: the covering array tables of C. J. Colbourn (t = 2 and 3), OA and Katona's theorem where exact.
const CASES: readonly (readonly [name: string, levels: readonly number[], strength: number, best: number])[] = [
  ['CA(2; 3^4)', same(4, 3), 2, 9],
  ['CA(2; 3^13)', same(13, 3), 2, 15],
  ['CA(2; 4^5)', same(5, 4), 2, 16],
  ['CA(2; 5^6)', same(6, 5), 2, 25],
  ['CA(2; 8^9)', same(9, 8), 2, 64],
  ['CA(2; 9^10)', same(10, 9), 2, 81],
  ['CA(2; 16^17)', same(17, 16), 2, 256],
  ['CA(3; 8^10)', same(10, 8), 3, 512],
  ['CA(2; 10^10)', same(10, 10), 2, 119],
  ['CA(2; 2^10)', same(10, 2), 2, 6],
  ['CA(2; 2^100)', same(100, 2), 2, 10],
  ['CA(3; 2^10)', same(10, 2), 3, 12],
  ['CA(3; 3^6)', same(6, 3), 3, 33],
  ['CA(3; 3^10)', same(10, 3), 3, 45],
  ['CA(3; 4^6)', same(6, 4), 3, 64],
  ['CA(3; 5^6)', same(6, 5), 3, 125],
];

describe('covering arrays', () => {
  test.each(CASES)(
    '%s: every combination occurs, in at most 1.5 times the best known rows',
    (_, levels, strength, best) => {
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
