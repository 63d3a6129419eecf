import type { OrderedPair } from './prepare-column.ts';

/** Regions on either side: from 5 % of the real values to 1 %, to 0.1 %, and what is farther out. */
const SHARES = [0.05, 0.01, 0.001, 0];
const LEAST_VALUES = 3;

/**
 * The share of the real column's tail regions that hold a synthetic value, in [0, 1]. Six regions: real quantiles 0-0.1 %, 0.1-1 % and 1-5 %, and
 * likewise at the top; ends belong to the outer region, and a region with fewer than 3 real values is left out. Values beyond the real extremes
 * reach nothing. `null` when no region is left.
 */
export function tailCoverage({ real, synthetic }: OrderedPair): number | null {
  const a = real.sorted;
  const last = a.length - 1;
  if (last < 0) return null;
  let [regions, reached] = [0, 0];
  for (let i = 1; i < SHARES.length; i++) {
    const [inner, outer] = [SHARES[i - 1], SHARES[i]].map((share) => Math.floor(share * last));
    for (const [low, high] of [
      [a[outer], a[inner]],
      [a[last - inner], a[last - outer]],
    ]) {
      if (low === high || countWithin(a, low, high) < LEAST_VALUES) continue;
      regions++;
      if (countWithin(synthetic.sorted, low, high) > 0) reached++;
    }
  }
  return regions === 0 ? null : reached / regions;
}

/** Values in [low, high]. */
function countWithin(sorted: Float64Array, low: number, high: number): number {
  return firstWhere(sorted, (value) => value > high) - firstWhere(sorted, (value) => value >= low);
}

function firstWhere(sorted: Float64Array, reached: (value: number) => boolean): number {
  let [from, to] = [0, sorted.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if (reached(sorted[middle])) to = middle;
    else from = middle + 1;
  }
  return from;
}
