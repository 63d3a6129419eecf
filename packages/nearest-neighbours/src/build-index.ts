import { chooseSplit, type Split, type SplitSource } from './choose-split.ts';
import { badPoints } from './errors.ts';
import { type FullMetric, fullMetric, type Metric } from './metric.ts';
import type { IndexNodes, NeighbourIndex } from './neighbour-index.ts';
import { columnExtremes, columnScale, packPoints } from './pack-points.ts';
import { checkPoints, MISSING_VALUE, type Points } from './points.ts';

/** Rows that a leaf may hold: few enough to scan, many enough that the tree is worth its walk. */
const LEAF_ROWS = 16;

/** Rows that a split is chosen on. */
const SPLIT_ROWS = 256;

/**
 * Builds the index for exact nearest-neighbour searches, in O(n log n). Memory: about the points once more.
 *
 * @param rows the rows to index, ascending (one class of a table, say); all of them when left out
 * Throws `nearest-neighbours/bad-points` and `nearest-neighbours/bad-metric`.
 */
export function buildIndex(points: Points, metric: Metric, rows?: Int32Array): NeighbourIndex {
  checkPoints(points);
  const full = fullMetric(metric, points);
  const order = rows === undefined ? Int32Array.from({ length: points.rows }, (_, i) => i) : rows.slice();
  order.forEach((row, i) => {
    if (!(row >= 0 && row < points.rows)) throw badPoints(`there is no row ${row} to index`);
    if (i > 0 && row <= order[i - 1]) throw badPoints(`the rows to index are not ascending at place ${i}`);
  });
  const nodes = growNodes(splitSource(points, full), order);
  const packed = packPoints(points, full, order);
  return {
    metric: full,
    numericColumns: points.numeric.length,
    codedColumns: points.coded.length,
    packed,
    rowNumbers: order,
    extremes: columnExtremes(packed, points.numeric.length),
    nodes,
  };
}

function splitSource(points: Points, metric: FullMetric): SplitSource {
  const numeric = points.numeric.map((values, column) => {
    const scale = columnScale(metric, column);
    return Float64Array.from(values, (value) => (Number.isNaN(value) ? MISSING_VALUE : value * scale));
  });
  const values = [...numeric, ...points.coded];
  return { columns: values.length, numericColumns: numeric.length, metric, values };
}

/** Grows the tree in preorder and brings `order` into leaf order. */
function growNodes(source: SplitSource, order: Int32Array): IndexNodes {
  const nodes = { column: [], low: [], high: [], right: [], from: [], to: [] } as Record<keyof IndexNodes, number[]>;
  const scratch = new Int32Array(order.length);
  const grow = (from: number, to: number): void => {
    const node = nodes.column.length;
    const split = to - from <= LEAF_ROWS ? undefined : findSplit(source, order, from, to);
    nodes.column.push(split ? split.column : split === null ? -2 : -1);
    nodes.from.push(from);
    nodes.to.push(to);
    nodes.low.push(0);
    nodes.high.push(0);
    nodes.right.push(0);
    if (!split) return;
    const middle = partition(order, from, to, source.values[split.column], split.value, scratch);
    nodes.low[node] = extreme(Math.max, source.values[split.column], order, from, middle);
    nodes.high[node] = extreme(Math.min, source.values[split.column], order, middle, to);
    grow(from, middle);
    nodes.right[node] = nodes.column.length;
    grow(middle, to);
  };
  grow(0, order.length);
  return {
    column: Int32Array.from(nodes.column),
    low: Float64Array.from(nodes.low),
    high: Float64Array.from(nodes.high),
    right: Int32Array.from(nodes.right),
    from: Int32Array.from(nodes.from),
    to: Int32Array.from(nodes.to),
  };
}

function findSplit(source: SplitSource, order: Int32Array, from: number, to: number): Split | null {
  const step = Math.max(1, Math.floor((to - from) / SPLIT_ROWS));
  const split = chooseSplit(source, order, from, to, step);
  return split === null && step > 1 ? chooseSplit(source, order, from, to, 1) : split;
}

/** Brings the rows at or below the value to the front, both sides in their order. Returns where the others begin. */
function partition(
  order: Int32Array,
  from: number,
  to: number,
  values: ArrayLike<number>,
  value: number,
  scratch: Int32Array,
): number {
  let left = from;
  let right = 0;
  for (let i = from; i < to; i++) {
    if (values[order[i]] <= value) order[left++] = order[i];
    else scratch[right++] = order[i];
  }
  order.set(scratch.subarray(0, right), left);
  return left;
}

function extreme(
  of: (a: number, b: number) => number,
  values: ArrayLike<number>,
  order: Int32Array,
  from: number,
  to: number,
): number {
  let found = values[order[from]];
  for (let i = from + 1; i < to; i++) found = of(found, values[order[i]]);
  return found;
}
