import type { FullMetric } from './metric.ts';
import type { ColumnExtremes, PackedPoints } from './pack-points.ts';

/**
 * A k-d tree over mixed columns (Friedman, Bentley & Finkel 1977): plain data, so it can be posted to a worker thread. Nodes
 * are numbered in preorder: the left child of node i is i + 1. Columns are numeric ones first, coded ones after them.
 */
export interface NeighbourIndex {
  readonly metric: FullMetric;
  readonly numericColumns: number;
  readonly codedColumns: number;
  /** The indexed rows in the order of the leaves. */
  readonly packed: PackedPoints;
  /** Their numbers in the points that the index was built from; ascending within a leaf. */
  readonly rowNumbers: Int32Array;
  /** Smallest and largest weighted value per numeric column. */
  readonly extremes: ColumnExtremes;
  readonly nodes: IndexNodes;
}

/** The nodes of a tree; one entry each. */
export interface IndexNodes {
  /** Column split at, -1 = leaf, -2 = leaf whose rows are all equal. */
  readonly column: Int32Array;
  /** Largest value on the left, smallest on the right (weighted, codes as numbers). */
  readonly low: Float64Array;
  readonly high: Float64Array;
  /** Number of the right child. */
  readonly right: Int32Array;
  /** First row and row after the last in leaf order. */
  readonly from: Int32Array;
  readonly to: Int32Array;
}
