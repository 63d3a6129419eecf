import type { NeighbourIndex } from './neighbour-index.ts';
import { columnExtremes, columnScale, type PackedPoints } from './pack-points.ts';
import {
  codesCost,
  differencesCost,
  FAR,
  type NumericPenalties,
  partCost,
  penalisedCost,
  squaresCost,
} from './row-cost.ts';

/** What a search does with the rows that it finds. */
export interface Collector {
  /** Cost (distance to the metric's power) above which a row is of no interest. */
  limit: number;
  /** Of rows that equal each other, how many at most are of interest. */
  readonly most: number;
  /** Takes a row of the index by its place in leaf order, cost at most `limit`. */
  take(place: number, cost: number): void;
}

/** Rounding must not cut off a row that is exactly as near as the limit. */
const ROUNDED_DOWN = 1 - 1e-12;

/**
 * Walks the tree for one query after another; the answer searches for a query row. Keeps the distance from the query to the
 * box of a node up to date column by column (Arya & Mount 1993) and leaves out nodes that are farther than the limit.
 */
export function createSearch(index: NeighbourIndex, queries: PackedPoints): (query: number, into: Collector) => void {
  const { numericColumns: width, codedColumns } = index;
  const { column, low, high, right, from, to } = index.nodes;
  const mismatch = Float64Array.from(index.metric.codedWeights);
  const penalties = numericPenalties(index);
  const scan = leafScan(index, queries, mismatch, penalties);
  const holdsMissing = Uint8Array.from(index.extremes.high, (value) => Number(value > FAR));
  const offsets = new Float64Array(width + codedColumns);
  let query = 0;
  let collector: Collector;

  /** What a gap to the nearest present value costs; rows beyond it may miss theirs, which may cost less. */
  function gapToRight(j: number, gap: number): number {
    const cost = partCost(penalties, j, gap);
    return holdsMissing[j] === 1 ? Math.min(cost, partCost(penalties, j, 2 * FAR)) : cost;
  }

  function visit(node: number, bound: number): void {
    const split = column[node];
    if (split < 0) {
      const end = split === -1 ? to[node] : Math.min(to[node], from[node] + collector.most);
      scan(from[node], end, query, collector);
      return;
    }
    let toLeft = 0;
    let toRight = 0;
    if (split < width) {
      const value = queries.numeric[query * width + split];
      if (value > low[node]) toLeft = partCost(penalties, split, value - low[node]);
      if (value < high[node]) toRight = gapToRight(split, high[node] - value);
    } else if (queries.coded[query * codedColumns + split - width] > low[node]) toLeft = mismatch[split - width];
    else toRight = mismatch[split - width];
    const leftFirst = toLeft <= toRight;
    descend(leftFirst ? node + 1 : right[node], split, leftFirst ? toLeft : toRight, bound);
    descend(leftFirst ? right[node] : node + 1, split, leftFirst ? toRight : toLeft, bound);
  }

  function descend(node: number, split: number, gap: number, bound: number): void {
    const held = offsets[split];
    const nearer = gap > held ? bound - held + gap : bound;
    if (nearer * ROUNDED_DOWN > collector.limit) return;
    offsets[split] = Math.max(gap, held);
    visit(node, nearer);
    offsets[split] = held;
  }

  return (next, into) => {
    query = next;
    collector = into;
    visit(0, 0);
  };
}

/** Takes every row from `place` to `end` (exclusive) that is within the limit. */
type LeafScan = (place: number, end: number, query: number, into: Collector) => void;

function leafScan(
  index: NeighbourIndex,
  queries: PackedPoints,
  mismatch: Float64Array,
  penalties: NumericPenalties,
): LeafScan {
  const { numericColumns: width, codedColumns } = index;
  const { numeric, coded } = index.packed;
  const plain = staysWithin(index, queries, penalties.caps);
  const { squared } = penalties;
  return (first, end, query, into) => {
    let limit = into.limit;
    for (let place = first; place < end; place++) {
      let cost = codesCost(coded, place * codedColumns, queries.coded, query * codedColumns, mismatch, limit);
      if (cost > limit) continue;
      const i = place * width;
      const k = query * width;
      if (!plain) cost = penalisedCost(numeric, i, queries.numeric, k, penalties, limit, cost);
      else if (squared) cost = squaresCost(numeric, i, queries.numeric, k, width, limit, cost);
      else cost = differencesCost(numeric, i, queries.numeric, k, width, limit, cost);
      if (cost > limit) continue;
      into.take(place, cost);
      limit = into.limit;
    }
  };
}

function numericPenalties({ metric }: NeighbourIndex): NumericPenalties {
  const weighted = (value: number) =>
    Float64Array.from(metric.numericWeights, (_, j) =>
      value === Number.POSITIVE_INFINITY ? value : value * columnScale(metric, j),
    );
  return { caps: weighted(metric.cap), missing: weighted(metric.missing), squared: metric.power === 2 };
}

/** Whether no difference of two numbers can exceed its cap, nor one of them be missing. */
function staysWithin({ extremes }: NeighbourIndex, queries: PackedPoints, caps: Float64Array): boolean {
  const asked = columnExtremes(queries, caps.length);
  return caps.every((cap, column) => {
    const low = Math.min(extremes.low[column], asked.low[column]);
    return Math.max(extremes.high[column], asked.high[column]) - low <= Math.min(cap, FAR);
  });
}
