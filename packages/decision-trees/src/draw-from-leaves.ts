import type { RowGroups } from './route-rows.ts';
import { kernelRoom } from './row-kernels.ts';
import type { Tree } from './tree.ts';

/** Four 32-bit words, not all 0: where xoshiro128++ begins. */
export type RandomState = readonly [number, number, number, number];

/**
 * One code of its leaf for each row: within a leaf without replacement (Fisher & Yates, one step per draw) until all have been drawn, then again
 * from all, so that shares come out exact where many rows are drawn. About 3 ns a row. Depends on the arguments alone.
 *
 * @param pool codes of the training rows; leaf `l` owns `pool[tree.start[l] ... tree.end[l])`
 * @param state the n-th of its numbers, as 32 bits, decides for the n-th of `groups.rows`
 * @param into receives the codes, one per row
 */
export function drawFromLeaves(
  pool: Int32Array,
  tree: Pick<Tree, 'feature' | 'start' | 'end'>,
  groups: RowGroups,
  state: RandomState,
  into: Int32Array,
): void {
  const count = groups.rows.length;
  if (count === 0) return;
  const room = kernelRoom(12 * count + 4 * pool.length);
  const [drawn, rows, bits, codes] = [count, count, count, pool.length].map(room.integers);
  rows.set(groups.rows);
  codes.set(pool);
  room.fillBits(...state, bits.byteOffset, count);
  for (let leaf = 0; leaf < tree.feature.length; leaf++) {
    const first = 4 * groups.start[leaf];
    const size = groups.end[leaf] - groups.start[leaf];
    if (tree.feature[leaf] >= 0 || size === 0) continue;
    const own = codes.byteOffset + 4 * tree.start[leaf];
    const inLeaf = tree.end[leaf] - tree.start[leaf];
    room.drawLeaf(own, inLeaf, rows.byteOffset + first, bits.byteOffset + first, size, drawn.byteOffset);
  }
  into.set(drawn);
}
