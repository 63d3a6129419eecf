import type { BoostedTrees } from './boosted-trees.ts';

/** The arrays that a walk through trees reads. */
export type Walk = Pick<BoostedTrees, 'feature' | 'left' | 'right' | 'value'>;

/** Rows that go through a tree together: their codes stay in a near cache. */
const BLOCK = 2048;

/** What a block of rows needs on its way through a tree. */
interface Block {
  /** Codes of the block, feature after feature. */
  readonly codes: Uint8Array;
  /** Rows of the block; those of a node are contiguous. */
  readonly order: Int32Array;
  readonly moved: Int32Array;
  /** By node of the tree, from its root on: where its rows begin and end in `order`. */
  readonly start: Int32Array;
  readonly end: Int32Array;
}

/**
 * Adds trees to the margins of all rows; tree t adds to output `(firstOutput + t) % outputs`. The rows of a block are partitioned node
 * after node, which takes no branch per row.
 *
 * @param margins row after row, `rows * outputs`
 */
export function addTrees(
  walk: Walk,
  roots: Int32Array,
  columns: readonly Uint8Array[],
  margins: Float64Array,
  outputs: number,
  firstOutput: number,
): void {
  const rows = margins.length / outputs;
  const nodesEnd = (t: number) => (t + 1 < roots.length ? roots[t + 1] : walk.left.length);
  const mostNodes = roots.reduce((most, root, t) => Math.max(most, nodesEnd(t) - root), 0);
  const block: Block = {
    codes: new Uint8Array(columns.length * BLOCK),
    order: new Int32Array(BLOCK),
    moved: new Int32Array(BLOCK),
    start: new Int32Array(mostNodes),
    end: new Int32Array(mostNodes),
  };
  for (let from = 0; from < rows; from += BLOCK) {
    const to = Math.min(rows, from + BLOCK);
    for (let f = 0; f < columns.length; f++) block.codes.set(columns[f].subarray(from, to), f * BLOCK);
    for (let t = 0; t < roots.length; t++) {
      const output = (firstOutput + t) % outputs;
      addTree(walk, roots[t], nodesEnd(t), block, to - from, margins, from * outputs + output, outputs);
    }
  }
}

/** Adds the tree of nodes `root` to `nodesEnd` to `margins[at + row * outputs]` of each row of the block. */
function addTree(
  { feature, left, right, value }: Walk,
  root: number,
  nodesEnd: number,
  block: Block,
  rows: number,
  margins: Float64Array,
  at: number,
  outputs: number,
): void {
  const { order, start, end } = block;
  for (let row = 0; row < rows; row++) order[row] = row;
  start[0] = 0;
  end[0] = rows;
  for (let node = root; node < nodesEnd; node++) {
    const from = start[node - root];
    const to = end[node - root];
    if (left[node] > 0) {
      const child = left[node] - root;
      start[child] = from;
      end[child + 1] = to;
      const middle = from === to ? to : partition(block, feature[node] * BLOCK, right, 8 * node, from, to);
      end[child] = middle;
      start[child + 1] = middle;
    } else for (let i = from; i < to; i++) margins[at + order[i] * outputs] += value[node];
  }
}

/** Puts the rows whose code's bit is not set first; returns where the others begin. */
function partition(
  { codes, order, moved }: Block,
  column: number,
  right: Int32Array,
  words: number,
  from: number,
  to: number,
): number {
  let kept = from;
  let later = 0;
  for (let i = from; i < to; i++) {
    const row = order[i];
    const code = codes[column + row];
    const bit = (right[words + (code >> 5)] >>> code) & 1;
    order[kept] = row;
    moved[later] = row;
    kept += 1 - bit;
    later += bit;
  }
  for (let i = 0; i < later; i++) order[kept + i] = moved[i];
  return kept;
}
