import { kernelRoom } from './row-kernels.ts';
import type { Tree } from './tree.ts';

/** Rows sorted by the leaf they fall into: node i holds `rows[start[i] ... end[i])`, ascending within a leaf. */
export interface RowGroups {
  readonly rows: Int32Array;
  readonly start: Int32Array;
  readonly end: Int32Array;
}

/** The leaf (a node number) that a row falls into. `columns` are the caller's features, in the order the tree was grown on. */
export function leafOf(tree: Tree, columns: readonly Uint8Array[], row: number): number {
  let node = 0;
  while (tree.feature[node] >= 0) {
    const input = tree.feature[node];
    const place = tree.ranks[input * 256 + columns[tree.inputs[input]][row]];
    node = tree.left[node] + (place > tree.threshold[node] ? 1 : 0);
  }
  return node;
}

/**
 * Rows 0 ... rows - 1 sorted by leaf: node after node splits its rows, about 1 ns a row and level. Rows that go right are laid from the end of
 * the node's range on in another array, in turned order, so that nothing is copied back but a leaf's rows at last.
 *
 * @param into receives the rows
 */
export function groupRows(
  tree: Tree,
  columns: readonly Uint8Array[],
  rows: number,
  into: Int32Array = new Int32Array(rows),
): RowGroups {
  const { feature, left, inputs, ranks, threshold } = tree;
  const room = kernelRoom(8 * rows + 256 + inputs.length * rows);
  const sides = room.integers(2 * rows);
  const goLeft = room.bytes(256);
  const codes = room.bytes(inputs.length * rows);
  for (let i = 0; i < inputs.length; i++) codes.set(columns[inputs[i]].subarray(0, rows), i * rows);
  const start = new Int32Array(feature.length);
  const end = new Int32Array(feature.length);
  const turned = new Uint8Array(feature.length);
  countUp(sides, rows);
  end[0] = rows;
  for (let node = 0; node < feature.length; node++) {
    const from = start[node];
    const size = end[node] - from;
    const own = turned[node] * rows + from;
    if (feature[node] < 0) {
      const leaf = sides.subarray(own, own + size);
      into.set(turned[node] === 1 ? leaf.reverse() : leaf, from);
      continue;
    }
    markLeft(ranks, feature[node] * 256, threshold[node], goLeft);
    const other = (1 - turned[node]) * rows + from;
    const column = codes.byteOffset + feature[node] * rows;
    const kept = size > 0 ? room.splitRows(4 * own, 4 * other, column, goLeft.byteOffset, size) : 0;
    const child = left[node];
    start[child] = from;
    end[child] = from + kept;
    turned[child] = turned[node];
    start[child + 1] = from + kept;
    end[child + 1] = from + size;
    turned[child + 1] = 1 - turned[node];
  }
  return { rows: into, start, end };
}

function countUp(numbers: Int32Array, count: number): void {
  for (let i = 0; i < count; i++) numbers[i] = i;
}

/** A 4, the bytes of a row, for each code whose place is at most `last`. */
function markLeft(ranks: Uint8Array, first: number, last: number, marks: Uint8Array): void {
  for (let code = 0; code < 256; code++) marks[code] = ranks[first + code] <= last ? 4 : 0;
}

/** The leaf of each of rows 0 ... rows - 1, see {@link leafOf}. */
export function routeRows(tree: Tree, columns: readonly Uint8Array[], rows: number): Int32Array {
  const groups = groupRows(tree, columns, rows);
  const leaves = new Int32Array(rows);
  for (let node = 0; node < tree.feature.length; node++) {
    if (tree.feature[node] >= 0) continue;
    for (let i = groups.start[node]; i < groups.end[node]; i++) leaves[groups.rows[i]] = node;
  }
  return leaves;
}
