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

/** Room to group rows in, tree after tree: two places for each row. */
export interface GroupRoom {
  readonly rows: Int32Array | Uint16Array;
  readonly turned: Int32Array | Uint16Array;
}

/** Room for so many rows, in as few bytes as their numbers need: a block's rows then stay in the nearest cache. */
export function groupRoom(rows: number): GroupRoom {
  const numbers = () => (rows <= 65_536 ? new Uint16Array(rows) : new Int32Array(rows));
  return { rows: numbers(), turned: numbers() };
}

/**
 * Rows 0 ... rows - 1 sorted by leaf: node after node splits its rows, about 2 ns a row and level. Rows that go right are laid from the end of
 * the node's range on in the other of two arrays, in turned order, so that nothing is copied back but a leaf's rows at last.
 *
 * @param room for exactly `rows` rows; what is returned holds until it is used again
 */
export function groupRows(
  tree: Tree,
  columns: readonly Uint8Array[],
  rows: number,
  room: GroupRoom = groupRoom(rows),
): RowGroups {
  const { feature, left } = tree;
  const start = new Int32Array(feature.length);
  const end = new Int32Array(feature.length);
  const turned = new Uint8Array(feature.length);
  const places = Array.from(tree.inputs, (_, input) => placesOf(tree.ranks, input));
  countUp(room.rows);
  end[0] = rows;
  for (let node = 0; node < feature.length; node++) {
    const from = start[node];
    const to = end[node];
    if (from === to && feature[node] < 0) continue;
    const [own, other] = turned[node] === 0 ? [room.rows, room.turned] : [room.turned, room.rows];
    if (feature[node] < 0) {
      if (turned[node] === 1) turnBack(own, other, from, to);
      continue;
    }
    const child = left[node];
    const middle = from === to ? to : splitNode(tree, columns, node, places, own, other, from, to);
    start[child] = from;
    end[child] = middle;
    turned[child] = turned[node];
    start[child + 1] = middle;
    end[child + 1] = to;
    turned[child + 1] = 1 - turned[node];
  }
  return { rows: room.rows, start, end };
}

function countUp(numbers: Int32Array | Uint16Array): void {
  for (let row = 0; row < numbers.length; row++) numbers[row] = row;
}

function turnBack(turned: Int32Array | Uint16Array, rows: Int32Array | Uint16Array, from: number, to: number): void {
  for (let i = from, back = to - 1; i < to; i++, back--) rows[i] = turned[back];
}

/** @param places per input the places of codes, `null` where codes are their own, which saves a look-up */
function splitNode(
  { feature, threshold, inputs }: Tree,
  columns: readonly Uint8Array[],
  node: number,
  places: readonly (Uint8Array | null)[],
  own: Int32Array | Uint16Array,
  other: Int32Array | Uint16Array,
  from: number,
  to: number,
): number {
  const input = feature[node];
  const column = columns[inputs[input]];
  const last = threshold[node];
  const placed = places[input];
  if (placed === null) return splitByCode(own, other, column, last, from, to);
  return splitByPlace(own, other, column, placed, last, from, to);
}

/**
 * Keeps rows with a code of at most `last` in `own`, from the front on, and lays the others in `other`, from the back on. Returns where the others'
 * range begins. Takes no branch per row.
 */
function splitByCode(
  own: Int32Array | Uint16Array,
  other: Int32Array | Uint16Array,
  column: Uint8Array,
  last: number,
  from: number,
  to: number,
): number {
  let kept = from;
  let free = to - 1;
  for (let i = from; i < to; i++) {
    const row = own[i];
    const right = (last - column[row]) >>> 31;
    own[kept] = row;
    other[free] = row;
    kept += 1 - right;
    free -= right;
  }
  return kept;
}

/** {@link splitByCode}, by the places of codes. */
function splitByPlace(
  own: Int32Array | Uint16Array,
  other: Int32Array | Uint16Array,
  column: Uint8Array,
  places: Uint8Array,
  last: number,
  from: number,
  to: number,
): number {
  let kept = from;
  let free = to - 1;
  for (let i = from; i < to; i++) {
    const row = own[i];
    const right = (last - places[column[row]]) >>> 31;
    own[kept] = row;
    other[free] = row;
    kept += 1 - right;
    free -= right;
  }
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

/** The places of an input's codes, `null` when codes are their own places; categories that happen to be in order already are none the worse for it. */
function placesOf(ranks: Uint8Array, input: number): Uint8Array | null {
  const places = ranks.subarray(input * 256, input * 256 + 256);
  return places.some((place, code) => place !== code) ? places : null;
}
