import { type Context, checkpoint } from '@verisim/core';
import {
  type CountsWithin,
  countWithin,
  type NeighbourIndex,
  type Neighbours,
  nearest,
  type Points,
} from '@verisim/nearest-neighbours';

/** Queries between two looks at the signal: some milliseconds of work. */
const BLOCK = 1024;

/** `nearest` over all queries, block by block, so that it can be stopped. */
export async function nearestInBlocks(
  index: NeighbourIndex,
  queries: Points,
  k: number,
  ctx: Context,
  exclude?: Int32Array,
): Promise<Neighbours> {
  const rows = new Int32Array(queries.rows * k);
  const distances = new Float64Array(queries.rows * k);
  for (let from = 0; from < queries.rows; from += BLOCK) {
    await checkpoint(ctx.signal);
    const to = Math.min(queries.rows, from + BLOCK);
    const block = nearest(index, queries, { k, from, to, ...(exclude ? { exclude } : {}) });
    rows.set(block.rows, from * k);
    distances.set(block.distances, from * k);
  }
  return { k, rows, distances };
}

/** `countWithin` over all queries, block by block. */
export async function countInBlocks(
  index: NeighbourIndex,
  queries: Points,
  radii: Float64Array,
  ctx: Context,
): Promise<CountsWithin> {
  const nearer = new Int32Array(queries.rows);
  const equal = new Int32Array(queries.rows);
  for (let from = 0; from < queries.rows; from += BLOCK) {
    await checkpoint(ctx.signal);
    const block = countWithin(index, queries, radii, { from, to: Math.min(queries.rows, from + BLOCK) });
    nearer.set(block.nearer, from);
    equal.set(block.equal, from);
  }
  return { nearer, equal };
}
