import type { Tree } from './tree.ts';

/** Rows sorted by the leaf they fall into: node i holds `rows[start[i] ... end[i])`, ascending within a leaf. */
export interface RowGroups {
  readonly rows: Int32Array | Uint16Array;
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

/** Rows 0 ... rows - 1 sorted by leaf: node after node splits its rows, about 3 ns a row and level. */
export function groupRows(tree: Tree, columns: readonly Uint8Array[], rows: number): RowGroups {
  const { feature, left } = tree;
  const order = rowNumbersOf(rows);
  const moved = order.slice();
  const start = new Int32Array(feature.length);
  const end = new Int32Array(feature.length);
  end[0] = rows;
  const direct = Uint8Array.from(tree.inputs, (_, input) => (isOrdered(tree.ranks, input * 256) ? 1 : 0));
  for (let node = 0; node < feature.length; node++) {
    if (feature[node] < 0) continue;
    const child = left[node];
    const middle =
      start[node] === end[node]
        ? end[node]
        : splitRows(tree, columns, node, direct[feature[node]] === 1, order, moved, start[node], end[node]);
    start[child] = start[node];
    end[child] = middle;
    start[child + 1] = middle;
    end[child + 1] = end[node];
  }
  return { rows: order, start, end };
}

/** As few bytes as the numbers need: a block's rows then stay in the nearest cache. */
function rowNumbersOf(rows: number): Int32Array | Uint16Array {
  const numbers = rows <= 65_536 ? new Uint16Array(rows) : new Int32Array(rows);
  for (let row = 0; row < rows; row++) numbers[row] = row;
  return numbers;
}

/**
 * Puts the rows of a node that go left first, in place and keeping their order; returns where the others begin.
 *
 * @param direct whether codes are their own places, which saves a look-up
 */
function splitRows(
  { feature, threshold, inputs, ranks }: Tree,
  columns: readonly Uint8Array[],
  node: number,
  direct: boolean,
  order: Int32Array | Uint16Array,
  moved: Int32Array | Uint16Array,
  from: number,
  to: number,
): number {
  const column = columns[inputs[feature[node]]];
  const offset = feature[node] * 256;
  const last = threshold[node];
  let kept = from;
  let later = 0;
  if (direct) {
    for (let i = from; i < to; i++) {
      const row = order[i];
      const right = (last - column[row]) >>> 31;
      order[kept] = row;
      moved[later] = row;
      kept += 1 - right;
      later += right;
    }
  } else {
    for (let i = from; i < to; i++) {
      const row = order[i];
      const right = (last - ranks[offset + column[row]]) >>> 31;
      order[kept] = row;
      moved[later] = row;
      kept += 1 - right;
      later += right;
    }
  }
  for (let i = 0; i < later; i++) order[kept + i] = moved[i];
  return kept;
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

/** Whether codes are their own places; categories that happen to be in order already are none the worse for it. */
function isOrdered(ranks: Uint8Array, offset: number): boolean {
  for (let code = 0; code < 256; code++) if (ranks[offset + code] !== code) return false;
  return true;
}
