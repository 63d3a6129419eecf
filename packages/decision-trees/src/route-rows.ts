import { partitionRows } from './partition-rows.ts';
import { rowNumbers } from './row-numbers.ts';
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

/** Rows 0 ... rows - 1 sorted by leaf: node after node splits its rows, about 2 ns a row and level. */
export function groupRows(tree: Tree, columns: readonly Uint8Array[], rows: number): RowGroups {
  const { feature, threshold, left, inputs, ranks } = tree;
  const order = rowNumbers(rows);
  const moved = new Int32Array(rows);
  const start = new Int32Array(feature.length);
  const end = new Int32Array(feature.length);
  end[0] = rows;
  for (let node = 0; node < feature.length; node++) {
    if (feature[node] < 0) continue;
    const column = columns[inputs[feature[node]]];
    const offset = feature[node] * 256;
    const middle = partitionRows(order, moved, column, ranks, offset, threshold[node], start[node], end[node]);
    const child = left[node];
    start[child] = start[node];
    end[child] = middle;
    start[child + 1] = middle;
    end[child + 1] = end[node];
  }
  return { rows: order, start, end };
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
