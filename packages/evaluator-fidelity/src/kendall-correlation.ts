import { rankValues } from './rank-values.ts';

/**
 * Kendall's rank correlation tau-b over the rows where both values are present, in [-1, 1] (`scipy.stats.kendalltau`); `null` when one of the columns is
 * constant there. Time n log n: discordant pairs are counted while sorting (Knight 1966, JASA 61).
 */
export function kendallCorrelation(a: Float64Array, b: Float64Array): number | null {
  return kendallOfRanks(rankValues(a), rankValues(b));
}

/** Kendall's tau-b of two columns of mean ranks; `NaN` = missing. */
export function kendallOfRanks(a: Float64Array, b: Float64Array): number | null {
  const keys = jointKeys(a, b);
  const width = keyWidth(a.length);
  const tiesA = tiedPairs(keys.map((key) => Math.floor(key / width)));
  const tiesBoth = tiedPairs(keys);
  const second = keys.map((key) => key % width);
  const discordant = sortCountingInversions(second);
  const tiesB = tiedPairs(second);
  const pairs = (keys.length * (keys.length - 1)) / 2;
  const agreement = pairs - tiesA - tiesB + tiesBoth - 2 * discordant;
  const tau = agreement / Math.sqrt(pairs - tiesA) / Math.sqrt(pairs - tiesB);
  return Number.isFinite(tau) ? Math.max(-1, Math.min(1, tau)) : null;
}

/** Above every doubled rank. */
const keyWidth = (rows: number): number => 2 * rows + 1;

/** One number per row with both values, ordered by the first rank, then by the second; ascending. */
function jointKeys(a: Float64Array, b: Float64Array): Float64Array {
  const keys = new Float64Array(a.length);
  let joint = 0;
  for (let i = 0; i < a.length; i++) {
    if (Number.isNaN(a[i]) || Number.isNaN(b[i])) continue;
    keys[joint++] = 2 * a[i] * keyWidth(a.length) + 2 * b[i];
  }
  return keys.subarray(0, joint).sort();
}

/** Pairs of equal values of a sorted list. */
function tiedPairs(sorted: Float64Array): number {
  let [pairs, run] = [0, 0];
  for (let i = 1; i < sorted.length; i++) {
    run = sorted[i] === sorted[i - 1] ? run + 1 : 0;
    pairs += run;
  }
  return pairs;
}

/** Sorts in place by merging and counts the pairs that stood the wrong way round. */
function sortCountingInversions(values: Float64Array): number {
  let from: Float64Array = values;
  let to: Float64Array = new Float64Array(values.length);
  let inversions = 0;
  for (let width = 1; width < values.length; width *= 2) {
    for (let low = 0; low < values.length; low += 2 * width) inversions += merge(from, to, low, width);
    [from, to] = [to, from];
  }
  values.set(from);
  return inversions;
}

function merge(from: Float64Array, to: Float64Array, low: number, width: number): number {
  const middle = Math.min(low + width, from.length);
  const high = Math.min(low + 2 * width, from.length);
  let [left, right, inversions] = [low, middle, 0];
  for (let at = low; at < high; at++) {
    if (left < middle && (right >= high || from[left] <= from[right])) to[at] = from[left++];
    else {
      to[at] = from[right++];
      inversions += middle - left;
    }
  }
  return inversions;
}
