import type { RowKernels } from './row-kernels.ts';

/** What the search for a split needs besides the rows of a node; arrays are reused from node to node, and lie where the kernels see them. */
export interface SplitSearch {
  readonly kernels: Pick<RowKernels, 'scanDense'>;
  /** Ordered codes, one column per feature. */
  readonly columns: readonly Uint8Array[];
  readonly bins: ArrayLike<number>;
  readonly rows: Int32Array;
  /** `n ln n`. */
  readonly table: Float64Array;
  readonly minLeaf: number;
  /** Class of each row of the node, aligned with `rows`, renumbered to 0 ... present - 1. */
  readonly classOf: Uint16Array;
  /** Class counts of the node, of the left side and of the right side. */
  readonly total: Int32Array;
  readonly left: Int32Array;
  readonly right: Int32Array;
  /** Scratch: class histogram per bin; rows per bin; classes sorted by bin; the best gain and, in its second entry's bytes, its bin. */
  readonly histogram: Int32Array;
  readonly binStart: Int32Array;
  readonly sorted: Uint16Array;
  readonly found: Float64Array;
}

/** The best split of a node; `feature` is -1 when there is none. */
export interface Split {
  feature: number;
  threshold: number;
  /** Rows times the information gained, in nats: half the likelihood-ratio chi-square. */
  gain: number;
}

/** The cut of largest gain over all features, between `from` and `to`, for `present` classes. Ties go to the first. */
export function findSplit(search: SplitSearch, from: number, to: number, present: number): Split {
  const best: Split = { feature: -1, threshold: 0, gain: 0 };
  const { table, total, columns } = search;
  let sum = 0;
  for (let k = 0; k < present; k++) sum += table[total[k]];
  const node = sum - table[to - from];
  for (let feature = 0; feature < columns.length; feature++) {
    const cells = search.bins[feature] * present;
    const scan = cells <= search.histogram.length && cells <= 4 * (to - from) ? scanDense : scanSorted;
    scan(search, feature, from, to, present, sum, node, best);
  }
  return best;
}

/** Large nodes: a histogram of bin by class, then one pass over its cells. */
function scanDense(
  search: SplitSearch,
  feature: number,
  from: number,
  to: number,
  present: number,
  sum: number,
  node: number,
  best: Split,
): void {
  const { found } = search;
  found[0] = best.gain;
  const better = search.kernels.scanDense(
    search.columns[feature].byteOffset,
    search.rows.byteOffset + 4 * from,
    search.classOf.byteOffset + 2 * from,
    to - from,
    search.bins[feature],
    present,
    search.histogram.byteOffset,
    search.total.byteOffset,
    search.left.byteOffset,
    search.table.byteOffset,
    search.minLeaf,
    sum,
    node,
    found.byteOffset,
  );
  if (better === 0) return;
  const threshold = new Int32Array(found.buffer, found.byteOffset + 8, 1)[0];
  Object.assign(best, { feature, threshold, gain: found[0] });
}

/** Small nodes: the classes sorted by bin (counting sort), then moved from right to left one by one. */
function scanSorted(
  search: SplitSearch,
  feature: number,
  from: number,
  to: number,
  present: number,
  sum: number,
  node: number,
  best: Split,
): void {
  const { table, total, left, right, minLeaf, binStart, sorted } = search;
  const bins = search.bins[feature];
  sortByBin(search, feature, from, to);
  if (binStart[0] === to - from) return;
  for (let k = 0; k < present; k++) {
    left[k] = 0;
    right[k] = total[k];
  }
  let below = 0;
  let sums = sum;
  for (let bin = 0; bin < bins - 1; bin++) {
    const end = binStart[bin];
    if (end === below) continue;
    for (; below < end; below++) {
      const k = sorted[below];
      const l = left[k]++;
      const r = right[k]--;
      sums += table[l + 1] - table[l] + table[r - 1] - table[r];
    }
    if (below < minLeaf) continue;
    if (to - from - below < minLeaf) break;
    const gain = sums - table[below] - table[to - from - below] - node;
    if (gain > best.gain) Object.assign(best, { feature, threshold: bin, gain });
  }
}

/** Fills `sorted` with the node's classes by ascending bin; afterwards `binStart[b]` is the end of bin b. */
function sortByBin(search: SplitSearch, feature: number, from: number, to: number): void {
  const { rows, classOf, binStart, sorted } = search;
  const column = search.columns[feature];
  const bins = search.bins[feature];
  binStart.fill(0, 0, bins + 1);
  for (let i = from; i < to; i++) binStart[column[rows[i]] + 1]++;
  for (let bin = 0; bin < bins; bin++) binStart[bin + 1] += binStart[bin];
  for (let i = from; i < to; i++) sorted[binStart[column[rows[i]]]++] = classOf[i];
}
