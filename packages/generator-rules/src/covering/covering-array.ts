import type { Random } from '@verisim/core';
import { binaryPairs } from './binary-pairs.ts';
import { type CoveringRequest, greedyArray, withoutSpare } from './greedy-array.ts';
import { orthogonalArray } from './orthogonal-array.ts';
import { countTuples, tuplesOf } from './tuples.ts';

/** Value combinations that a covering array is looked for at most. */
export const MOST_TUPLES = 2_000_000;

/** Below so many value combinations the search is made several times and the smallest array taken. */
const SMALL = 20_000;
const TRIES = 8;

/**
 * Rows in which every combination of levels of any `strength` factors occurs that constraints allow: a greedy search, or an array that algebra knows where
 * that is smaller. Equal requests and streams give equal rows. The caller sees to it that there are no more than {@link MOST_TUPLES} combinations.
 */
export function coveringArray(request: CoveringRequest, random: Random): readonly Int32Array[] {
  const { levels, strength, forbidden } = request;
  const free = forbidden.length === 0;
  if (free && strength === 2 && levels.length > 3 && Math.max(...levels) === 2 && Math.min(...levels) === 2)
    return binaryPairs(levels.length);
  const orthogonal = free ? orthogonalArray(levels, strength) : null;
  const short = orthogonal && withoutSpare(orthogonal, tuplesOf(levels, strength), levels);
  if (short !== null && short.length === leastRows(levels, strength)) return short;
  const found = Array.from({ length: countTuples(levels, strength) < SMALL ? TRIES : 1 }, (_, i) =>
    greedyArray(request, random.fork(`try:${i}`)),
  );
  return found.reduce((best, rows) => (rows.length < best.length ? rows : best), short ?? found[0]);
}

/** No array has fewer rows than the factors of most levels have combinations. */
const leastRows = (levels: readonly number[], strength: number): number =>
  levels
    .toSorted((a, b) => b - a)
    .slice(0, strength)
    .reduce((product, count) => product * count, 1);
