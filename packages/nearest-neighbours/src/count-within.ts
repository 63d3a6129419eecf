import { badRequest } from './errors.ts';
import type { NeighbourIndex } from './neighbour-index.ts';
import type { Points } from './points.ts';
import { type QueryRange, queryPoints } from './query-points.ts';
import { type Collector, createSearch } from './search-index.ts';

/** How many indexed rows lie nearer to each query than its radius, and how many exactly at it. */
export interface CountsWithin {
  readonly nearer: Int32Array;
  readonly equal: Int32Array;
}

/** Distances are held to be equal when they differ by no more than rounding, as those of equal rows in two indexes do. */
const ROUNDING = 1e-12;

/**
 * Counts the indexed rows within a radius of each query, all of them.
 *
 * @param radii one distance per query row of the points; 0 and `Infinity` are allowed
 * Throws `nearest-neighbours/bad-request` and `nearest-neighbours/bad-points`.
 */
export function countWithin(
  index: NeighbourIndex,
  queries: Points,
  radii: Float64Array,
  range: QueryRange = {},
): CountsWithin {
  if (radii.length !== queries.rows) throw badRequest(`${radii.length} radii were given for ${queries.rows} queries`);
  const packed = queryPoints(index, queries, range);
  const nearer = new Int32Array(packed.rows);
  const equal = new Int32Array(packed.rows);
  const search = createSearch(index, packed);
  let query = 0;
  let below = 0;
  const into: Collector = {
    limit: 0,
    most: Number.POSITIVE_INFINITY,
    take: (_, cost) => void (cost < below ? nearer[query]++ : equal[query]++),
  };
  for (; query < packed.rows; query++) {
    const radius = radii[(range.from ?? 0) + query];
    if (!(radius >= 0)) throw badRequest(`the radius ${radius} was given for query ${(range.from ?? 0) + query}`);
    const cost = radius ** index.metric.power;
    below = cost * (1 - ROUNDING);
    into.limit = cost * (1 + ROUNDING);
    search(query, into);
  }
  return { nearer, equal };
}
