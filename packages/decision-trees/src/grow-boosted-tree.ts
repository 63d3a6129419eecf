import { fillHistogram, type HistogramLayout, histogramLayout, subtractHistogram } from './boost-histogram.ts';
import type { Derivatives } from './boost-loss.ts';
import type { BoostLimits } from './boost-options.ts';
import { type BoostSearch, boostSearch } from './boost-search.ts';
import { findBoostSplit } from './boost-split.ts';
import { type HistogramPool, hasHistogram, histogramPool, takeHistogram } from './histogram-pool.ts';
import { partitionRows } from './partition-rows.ts';
import { type SplitNodes, splitNodes, writeSides } from './split-nodes.ts';
import type { Features } from './tree.ts';

/** Everything that growing needs, made once and used by all trees of an ensemble. */
export interface Growth {
  readonly layout: HistogramLayout;
  readonly limits: BoostLimits;
  readonly search: BoostSearch;
  readonly nodes: SplitNodes;
  readonly pool: HistogramPool;
  /** Histogram of each node that may still be split, `null` where it was given up for lack of memory. */
  readonly histograms: (Float64Array | null)[];
  /** Rows of the tree; each node's are contiguous. */
  readonly rows: Int32Array;
  readonly moved: Int32Array;
  /** Derivatives by row, and those of the node at hand in the order of `rows`. */
  readonly derivatives: Derivatives;
  readonly gathered: Derivatives;
  /** 1 where a code of the split at hand goes right. */
  readonly sides: Uint8Array;
}

/** Room for trees on these features. */
export function startGrowth(features: Features, rows: number, limits: BoostLimits): Growth {
  const layout = histogramLayout(features);
  const leaves = Math.min(limits.leaves, Math.max(1, rows));
  return {
    layout,
    limits: { ...limits, leaves },
    search: boostSearch(layout, features.ordered, limits),
    nodes: splitNodes(2 * leaves - 1),
    pool: histogramPool(3 * layout.size, leaves + 1),
    histograms: [],
    rows: new Int32Array(rows),
    moved: new Int32Array(rows),
    derivatives: { first: new Float64Array(rows), second: new Float64Array(rows) },
    gathered: { first: new Float64Array(rows), second: new Float64Array(rows) },
    sides: new Uint8Array(256),
  };
}

/**
 * Grows one tree on the first `count` entries of `growth.rows`, the leaf of largest gain first (Shi 2007), into `growth.nodes`. Of two
 * children only the smaller is scanned; the other's histogram is the difference.
 *
 * @param features the features it may split by
 */
export function growBoostedTree(growth: Growth, features: Int32Array, count: number): void {
  const { nodes, limits } = growth;
  startTree(growth, count);
  if (canSplit(growth, 0)) scanNode(growth, features, 0);
  for (let leaves = 1; leaves < limits.leaves; leaves++) {
    const node = bestLeaf(nodes);
    if (node < 0) break;
    splitNode(growth, node);
    if (leaves + 1 < limits.leaves) scanChildren(growth, features, node);
  }
  setValues(nodes, limits);
}

function startTree({ nodes, rows, derivatives, histograms, pool }: Growth, count: number): void {
  for (const histogram of histograms) if (histogram) pool.spare.push(histogram);
  histograms.length = 0;
  let first = 0;
  let second = 0;
  let squares = 0;
  for (let i = 0; i < count; i++) {
    const g = derivatives.first[rows[i]];
    first += g;
    second += derivatives.second[rows[i]];
    squares += g * g;
  }
  nodes.noise = second > 0 ? squares / second : 0;
  nodes.count = 1;
  nodes.start[0] = 0;
  nodes.end[0] = count;
  nodes.depth[0] = 0;
  nodes.first[0] = first;
  nodes.second[0] = second;
  nodes.feature[0] = -1;
  nodes.gain[0] = 0;
  nodes.left[0] = 0;
}

function canSplit({ nodes, limits }: Growth, node: number): boolean {
  return (
    nodes.end[node] - nodes.start[node] >= Math.max(2, 2 * limits.minRows) &&
    nodes.second[node] >= 2 * limits.minWeight &&
    nodes.depth[node] < limits.maxDepth
  );
}

/** The leaf whose split gains most, the first of equals; -1 when no leaf has a split. */
function bestLeaf({ count, left, gain }: SplitNodes): number {
  let best = -1;
  for (let node = 0; node < count; node++) {
    if (left[node] === 0 && gain[node] > 0 && (best < 0 || gain[node] > gain[best])) best = node;
  }
  return best;
}

function splitNode({ nodes, layout, rows, moved, sides }: Growth, node: number): void {
  const { start, end, first, second } = nodes;
  const child = nodes.count;
  nodes.count += 2;
  nodes.left[node] = child;
  for (let code = 0; code < 256; code++) sides[code] = (nodes.right[8 * node + (code >> 5)] >>> code) & 1;
  const column = layout.columns[nodes.feature[node]];
  const middle = partitionRows(rows, moved, column, sides, 0, 0, start[node], end[node]);
  start[child] = start[node];
  end[child] = middle;
  start[child + 1] = middle;
  end[child + 1] = end[node];
  first[child] = nodes.leftFirst[node];
  second[child] = nodes.leftSecond[node];
  first[child + 1] = first[node] - first[child];
  second[child + 1] = second[node] - second[child];
  for (let side = child; side < child + 2; side++) {
    nodes.depth[side] = nodes.depth[node] + 1;
    nodes.feature[side] = -1;
    nodes.gain[side] = 0;
    nodes.left[side] = 0;
  }
}

function scanChildren(growth: Growth, features: Int32Array, node: number): void {
  const { nodes, histograms, layout, pool } = growth;
  const child = nodes.left[node];
  const sizeOf = (one: number) => nodes.end[one] - nodes.start[one];
  const small = sizeOf(child) <= sizeOf(child + 1) ? child : child + 1;
  const large = small === child ? child + 1 : child;
  const own = histograms[node] ?? null;
  histograms[node] = null;
  const needsLarge = canSplit(growth, large);
  if (own === null || !needsLarge) {
    if (own) pool.spare.push(own);
    if (canSplit(growth, small)) scanNode(growth, features, small);
    if (needsLarge) scanNode(growth, features, large);
    return;
  }
  const histogram = takeHistogram(pool);
  fillNode(growth, histogram, features, small);
  subtractHistogram(own, histogram, layout, features);
  chooseSplit(growth, own, features, large);
  if (canSplit(growth, small)) chooseSplit(growth, histogram, features, small);
  else pool.spare.push(histogram);
}

function scanNode(growth: Growth, features: Int32Array, node: number): void {
  const histogram = takeHistogram(growth.pool);
  fillNode(growth, histogram, features, node);
  chooseSplit(growth, histogram, features, node);
}

function fillNode(growth: Growth, histogram: Float64Array, features: Int32Array, node: number): void {
  const { nodes, rows, derivatives, gathered, layout } = growth;
  const { first, second } = gathered;
  const from = nodes.start[node];
  const to = nodes.end[node];
  for (let i = from; i < to; i++) {
    first[i] = derivatives.first[rows[i]];
    second[i] = derivatives.second[rows[i]];
  }
  fillHistogram(histogram, layout, features, rows, first, second, from, to);
}

/** Keeps the node's best split; its histogram is kept while the node may be split and there is memory. */
function chooseSplit(growth: Growth, histogram: Float64Array, features: Int32Array, node: number): void {
  const { nodes, search, histograms, pool } = growth;
  const { best } = search;
  const rows = nodes.end[node] - nodes.start[node];
  const { noise } = nodes;
  findBoostSplit(search, histogram, features, { first: nodes.first[node], second: nodes.second[node], rows, noise });
  if (best.feature >= 0) {
    nodes.feature[node] = best.feature;
    nodes.gain[node] = best.gain;
    nodes.leftFirst[node] = best.first;
    nodes.leftSecond[node] = best.second;
    writeSides(nodes.right, 8 * node, search, histogram, rows);
  }
  histograms[node] = best.feature >= 0 && hasHistogram(pool) ? histogram : null;
  if (histograms[node] === null) pool.spare.push(histogram);
}

/** Newton steps in the leaves; splits that were found and not made are forgotten. */
function setValues(nodes: SplitNodes, { lambda, learningRate }: BoostLimits): void {
  for (let node = 0; node < nodes.count; node++) {
    nodes.value[node] = 0;
    if (nodes.left[node] > 0) continue;
    const weight = nodes.second[node] + lambda;
    nodes.value[node] = weight > 0 ? (-learningRate * nodes.first[node]) / weight : 0;
    nodes.feature[node] = -1;
    nodes.gain[node] = 0;
    nodes.right.fill(0, 8 * node, 8 * node + 8);
  }
}
