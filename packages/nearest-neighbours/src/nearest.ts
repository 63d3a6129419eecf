import { badRequest } from './errors.ts';
import type { NeighbourIndex } from './neighbour-index.ts';
import type { Points } from './points.ts';
import { type QueryRange, queryPoints } from './query-points.ts';
import { type Collector, createSearch } from './search-index.ts';

/** Neighbours of queries, `k` after one another for each. */
export interface Neighbours {
  readonly k: number;
  /** Row numbers of the indexed points, nearest first, equally near ones by number; -1 where the index has no more rows. */
  readonly rows: Int32Array;
  /** Their distances, of 0 or more; `Infinity` where there is no row. */
  readonly distances: Float64Array;
}

/** What to search for. */
export interface NearestRequest extends QueryRange {
  /** Neighbours per query, 1 or more. */
  readonly k: number;
  /** Per query row of the points a row number that is not its neighbour (itself, say); -1 = none. */
  readonly exclude?: Int32Array;
}

/**
 * The exact `k` nearest rows of the index for each query. Ranges of queries are independent of each other, so that they can be
 * spread over threads. Throws `nearest-neighbours/bad-request` and `nearest-neighbours/bad-points`.
 */
export function nearest(index: NeighbourIndex, queries: Points, request: NearestRequest): Neighbours {
  const { k, exclude, from = 0 } = request;
  if (!(Number.isInteger(k) && k >= 1)) throw badRequest(`${k} neighbours were asked for`);
  if (exclude && exclude.length !== queries.rows)
    throw badRequest(`${exclude.length} rows to exclude were given for ${queries.rows} queries`);
  const packed = queryPoints(index, queries, request);
  const rows = new Int32Array(packed.rows * k).fill(-1);
  const distances = new Float64Array(packed.rows * k).fill(Number.POSITIVE_INFINITY);
  const search = createSearch(index, packed);
  const into = nearestCollector(index.rowNumbers, rows, distances, k);
  for (let query = 0; query < packed.rows; query++) {
    into.begin(query * k, exclude ? exclude[from + query] : -1);
    search(query, into);
  }
  if (index.metric.power === 2) for (let i = 0; i < distances.length; i++) distances[i] = Math.sqrt(distances[i]);
  return { k, rows, distances };
}

interface NearestCollector extends Collector {
  begin(start: number, excluded: number): void;
}

/** Keeps the best `k` by cost, then row number, in order, by insertion. */
function nearestCollector(rowNumbers: Int32Array, rows: Int32Array, costs: Float64Array, k: number): NearestCollector {
  let first = 0;
  let last = 0;
  let skipped = -1;
  return {
    limit: Number.POSITIVE_INFINITY,
    most: k + 1,
    begin(start, excluded) {
      first = start;
      last = start + k - 1;
      skipped = excluded;
      this.limit = Number.POSITIVE_INFINITY;
    },
    take(place, cost) {
      const row = rowNumbers[place];
      if (row === skipped || (cost === costs[last] && rows[last] !== -1 && row > rows[last])) return;
      let at = last;
      while (at > first && (cost < costs[at - 1] || (cost === costs[at - 1] && row < rows[at - 1]))) {
        costs[at] = costs[at - 1];
        rows[at] = rows[at - 1];
        at--;
      }
      costs[at] = cost;
      rows[at] = row;
      this.limit = costs[last];
    },
  };
}
