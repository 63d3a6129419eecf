import type { HistogramLayout } from './boost-histogram.ts';
import type { BoostLimits } from './boost-options.ts';

/** Sums over the rows of a node: first and second derivatives, rows. */
export interface NodeSums {
  first: number;
  second: number;
  rows: number;
}

/** A node to be split. */
export interface SearchedNode extends NodeSums {
  /**
   * Sum of squared first derivatives / sum of second derivatives in the tree: what G^2 / H is expected to be where nothing is left to
   * be learnt.
   */
  readonly noise: number;
}

/** The best split found so far; `feature` is -1 when there is none. The sums are those of the left side. */
export interface BoostSplit extends NodeSums {
  feature: number;
  gain: number;
  /** Ordered: the last code on the left. Categories: how many of them, in gradient order, go left; 0 when `alone` does. */
  cut: number;
  /** The one category that goes left, -1 when `cut` says which do. */
  alone: number;
  /** Ordered features: whether missing values (code 0) go left. */
  missingLeft: boolean;
}

/** What the search needs besides the histogram of a node; arrays are reused from node to node. */
export interface BoostSearch {
  readonly layout: HistogramLayout;
  readonly ordered: readonly boolean[];
  readonly limits: BoostLimits;
  /** Categories of the node in gradient order, and the keys that they were ordered by. */
  readonly order: Int32Array;
  readonly keys: Float64Array;
  readonly best: BoostSplit;
}

/** Reusable room for `findBoostSplit`. */
export function boostSearch(layout: HistogramLayout, ordered: readonly boolean[], limits: BoostLimits): BoostSearch {
  const best = { feature: -1, gain: 0, cut: 0, alone: -1, missingLeft: false, first: 0, second: 0, rows: 0 };
  return { layout, ordered, limits, order: new Int32Array(256), keys: new Float64Array(256), best };
}
