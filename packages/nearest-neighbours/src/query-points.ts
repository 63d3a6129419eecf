import { badRequest } from './errors.ts';
import type { NeighbourIndex } from './neighbour-index.ts';
import { type PackedPoints, packPoints } from './pack-points.ts';
import type { Points } from './points.ts';

/** Rows `from` to `to` (exclusive) of the queries; all of them when left out. */
export interface QueryRange {
  readonly from?: number;
  readonly to?: number;
}

/** The queries of a range as the index holds its own rows. Throws `nearest-neighbours/bad-request` and `.../bad-points`. */
export function queryPoints(
  index: NeighbourIndex,
  queries: Points,
  { from = 0, to = queries.rows }: QueryRange,
): PackedPoints {
  const { numericColumns, codedColumns } = index;
  if (queries.numeric.length !== numericColumns || queries.coded.length !== codedColumns) {
    const columns = `${queries.numeric.length} numeric and ${queries.coded.length} coded columns`;
    throw badRequest(`the queries have ${columns}, the index ${numericColumns} and ${codedColumns}`);
  }
  if (!(from >= 0 && to >= from && to <= queries.rows))
    throw badRequest(`rows ${from} to ${to} were asked for and there are ${queries.rows} queries`);
  const order = Int32Array.from({ length: to - from }, (_, i) => from + i);
  return packPoints(queries, index.metric, order);
}
