/** Feature columns as codes, one per row and feature. */
export interface Features {
  /** One code per row, below the number of bins of its feature. */
  readonly columns: readonly Uint8Array[];
  /** Codes that can occur in each column, at most 256. */
  readonly bins: ArrayLike<number>;
  /** Whether the codes of a column are already in an order that splits should cut; categories are put in order first. */
  readonly ordered: readonly boolean[];
}

/**
 * A grown tree in flat arrays. Node 0 is the root; the children of node i are `left[i]` (place <= threshold) and `left[i] + 1`.
 * Every node owns `rows[start[i] ... end[i])`, and a node's range is the union of its children's.
 */
export interface Tree {
  /** Which of the caller's features splits use. */
  readonly inputs: Int32Array;
  /** `inputs.length * 256`: the place of each code of each input in the order that splits cut. */
  readonly ranks: Uint8Array;
  /** Per node: position in `inputs`, -1 in a leaf. */
  readonly feature: Int32Array;
  /** Per node: the last place that goes left. */
  readonly threshold: Uint8Array;
  /** Per node: the left child, 0 in a leaf. */
  readonly left: Int32Array;
  readonly start: Int32Array;
  readonly end: Int32Array;
  /** A permutation of the training rows in which each node's rows are contiguous, an ordered response ascending within leaves. */
  readonly rows: Int32Array;
}

/** When to stop. */
export interface GrowOptions {
  /** Fewest rows on either side of a split, at least 1. */
  readonly minLeaf: number;
  /**
   * A split must reach this normal score of the likelihood-ratio chi-square with (effective classes - 1) degrees of freedom. The best
   * split of F features must reach sqrt(score^2 + 2 ln F), which keeps the chance of a false split about the same for any F.
   */
  readonly significance: number;
  /** Splits between the root and a leaf, at most. */
  readonly maxDepth: number;
  /** Quantile groups that a node of an ordered response is cut into, at most; default 8, fewer where a group had under 8 rows. */
  readonly quantiles?: number;
  /** A feature that is tried alone, at a score of its own, where no split passes: its weak effects are wanted too. */
  readonly focus?: { readonly feature: number; readonly significance: number };
}

/** Number of nodes. */
export function nodeCount(tree: Tree): number {
  return tree.feature.length;
}

/** Number of leaves. */
export function leafCount(tree: Tree): number {
  return (tree.feature.length + 1) / 2;
}
