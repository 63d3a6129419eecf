import { orderByGradient } from './boost-categories.ts';
import type { BoostSearch } from './boost-search.ts';

/** The nodes of one growing tree. Those without children (`left` 0) hold the split that they would make. */
export interface SplitNodes {
  count: number;
  /** See `SearchedNode`. */
  noise: number;
  /** Their rows are `start` to `end` of the tree's. */
  readonly start: Int32Array;
  readonly end: Int32Array;
  readonly depth: Int32Array;
  readonly feature: Int32Array;
  readonly left: Int32Array;
  /** Eight words per node, see `BoostedTrees.right`. */
  readonly right: Int32Array;
  readonly value: Float64Array;
  readonly gain: Float64Array;
  /** Sums of the derivatives, and those of the side that would be left. */
  readonly first: Float64Array;
  readonly second: Float64Array;
  readonly leftFirst: Float64Array;
  readonly leftSecond: Float64Array;
}

/** Room for so many nodes. */
export function splitNodes(most: number): SplitNodes {
  const integers = () => new Int32Array(most);
  const numbers = () => new Float64Array(most);
  return {
    count: 0,
    noise: 0,
    start: integers(),
    end: integers(),
    depth: integers(),
    feature: integers(),
    left: integers(),
    right: new Int32Array(8 * most),
    value: numbers(),
    gain: numbers(),
    first: numbers(),
    second: numbers(),
    leftFirst: numbers(),
    leftSecond: numbers(),
  };
}

/** Writes which codes of the best split go right: eight words from `at` on. Categories that the node lacks go with its larger side. */
export function writeSides(
  right: Int32Array,
  at: number,
  search: BoostSearch,
  histogram: Float64Array,
  rows: number,
): void {
  const { best, ordered, order } = search;
  right.fill(0, at, at + 8);
  if (ordered[best.feature]) {
    for (let code = best.cut + 1; code < 256; code++) right[at + (code >> 5)] |= 1 << code;
    if (!best.missingLeft) right[at] |= 1;
    return;
  }
  if (best.alone >= 0) {
    right.fill(-1, at, at + 8);
    right[at + (best.alone >> 5)] ^= 1 << best.alone;
    return;
  }
  const count = orderByGradient(search, histogram, best.feature);
  const rightIsLarger = 2 * best.rows < rows;
  if (rightIsLarger) right.fill(-1, at, at + 8);
  for (let i = rightIsLarger ? 0 : best.cut; i < (rightIsLarger ? best.cut : count); i++) {
    right[at + (order[i] >> 5)] ^= 1 << order[i];
  }
}
