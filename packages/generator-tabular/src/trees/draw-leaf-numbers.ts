import type { Random } from '@verisim/core';
import {
  drawFromLeaves,
  moveNumbers,
  type NumberPool,
  type RowGroups,
  rowNumbers,
  type Tree,
} from '@verisim/decision-trees';
import { halfKey } from '../draw-codes.ts';
import type { Decoder } from '../smooth-values.ts';
import { roundLike } from '../value-grid.ts';

/** How far a rare number may move: to codes from `below[code]` to `above[code]`. */
export interface CodeWindows {
  readonly below: Int32Array;
  readonly above: Int32Array;
  /** No number lies before or past these places, codes and parts of the way to the next. */
  readonly lowest: number;
  readonly highest: number;
  /** Codes that a rare number moves among on either side, at least, where the window is wide enough. */
  readonly reach: number;
}

/** Numbers drawn for rows, and the code of the training value nearest to each. */
export interface DrawnNumbers {
  readonly values: Float64Array;
  readonly codes: Int32Array;
}

/** Codes on either side that a rare number moves among, at least: up to 8, fewer in short tables. */
const reachOf = (distinct: number): number => Math.min(8, Math.max(2, distinct >> 6));

/**
 * The windows of a column's codes: a rare number stays between the frequent ones next to it, and only where that leaves it alone it
 * may come as far as these. The ends stand for themselves.
 */
export function codeWindows({ table: { counts }, rareBelow }: Decoder): CodeWindows {
  const last = counts.length - 1;
  const below = new Int32Array(counts.length);
  const above = new Int32Array(counts.length);
  const rare = (code: number) => code >= 1 && code <= last && counts[code] < rareBelow;
  for (let code = 1; code <= last; code++) below[code] = rare(code) && rare(code - 1) ? below[code - 1] : code;
  for (let code = last; code >= 1; code--) above[code] = rare(code) && rare(code + 1) ? above[code + 1] : code;
  for (let code = 2; code < last; code++) {
    if (below[code] < code || above[code] > code) continue;
    below[code] = code - 1;
    above[code] = code + 1;
  }
  return { below, above, lowest: 1, highest: last, reach: reachOf(last) };
}

/**
 * Sees to it that a block about as long as the training table holds the column's ends as often as expected, once, when their leaf drew
 * all but them: histograms over the range of a table otherwise jump with a single row.
 *
 * @param places places in `pool` drawn for the rows
 */
function keepEnds(
  pool: Int32Array,
  groups: RowGroups,
  leaf: number,
  from: number,
  to: number,
  last: number,
  places: Int32Array,
): void {
  const first = groups.start[leaf];
  const end = groups.end[leaf];
  if (end - first < 2 || 2 * groups.rows.length < pool.length) return;
  let low = from;
  while (low < to && pool[low] === 0) low++;
  if (pool[low] === 1) keepEnd(low, groups.rows, first, end, first, places);
  if (pool[to] === last) keepEnd(to, groups.rows, first, end, end - 1, places);
}

function keepEnd(
  place: number,
  rows: RowGroups['rows'],
  first: number,
  end: number,
  spare: number,
  places: Int32Array,
): void {
  for (let i = first; i < end; i++) if (places[rows[i]] === place) return;
  places[rows[spare]] = place;
}

/**
 * One number for each row from the leaf it fell into. Frequent numbers come back exactly. A rare one moves evenly in rank around itself, as far as the
 * next training value *of its leaf* lies on the nearer side (and at least 2 to 8 ranks): a density smoothed inside the leaf, whose values follow the
 * column's own. It is rounded to the column's grid, and drawn once more when it meets one of the two real values around it.
 *
 * @param pool value codes of the training rows in the order of the tree's leaves, ascending within each; no two leaves share any
 * @param places 0, 1, 2 ... as many as `pool` holds
 * @param codes receives the codes, one per row
 */
export function drawLeafNumbers(
  tree: Pick<Tree, 'feature' | 'start' | 'end'>,
  pool: Int32Array,
  groups: RowGroups,
  decoder: Decoder,
  windows: CodeWindows,
  random: Random,
  places: Int32Array = rowNumbers(pool.length),
  codes: Int32Array = new Int32Array(groups.rows.length),
): DrawnNumbers {
  const real = decoder.table.values as Float64Array;
  const leaves = Int32Array.from(tree.feature.keys()).filter((node) => tree.feature[node] < 0);
  drawFromLeaves(places, tree, groups, halfKey(random), codes);
  for (const leaf of leaves) keepEnds(pool, groups, leaf, tree.start[leaf], tree.end[leaf] - 1, real.length, codes);
  const values = new Float64Array(codes.length);
  const moving = knownPool(tree, leaves, pool, decoder, windows);
  if (moving === null) takeNumbers(pool, real, codes, values);
  else moveNumbers(moving, halfKey(random.fork('between')), codes, values);
  return { values, codes };
}

/** Of the pools of fitted models, which are drawn from block after block; `null` where no number moves. */
const known = new WeakMap<Int32Array, { readonly windows: CodeWindows; readonly moving: NumberPool | null }>();

function knownPool(
  tree: Pick<Tree, 'start' | 'end'>,
  leaves: Int32Array,
  pool: Int32Array,
  decoder: Decoder,
  windows: CodeWindows,
): NumberPool | null {
  const held = known.get(pool);
  if (held?.windows === windows) return held.moving;
  const { counts } = decoder.table;
  const rare = Uint8Array.from(counts, (count, code) =>
    Number(code > 1 && code < counts.length - 1 && count < decoder.rareBelow),
  );
  const moving = rare.includes(1) ? numberPool(tree, leaves, pool, rare, decoder, windows) : null;
  known.set(pool, { windows, moving });
  return moving;
}

function numberPool(
  tree: Pick<Tree, 'start' | 'end'>,
  leaves: Int32Array,
  codes: Int32Array,
  rare: Uint8Array,
  decoder: Decoder,
  windows: CodeWindows,
): NumberPool {
  const moves = { down: new Float64Array(codes.length).fill(-1), up: new Float64Array(codes.length) };
  for (const leaf of leaves) measureLeaf(moves, codes, rare, windows, tree.start[leaf], tree.end[leaf] - 1);
  const rounding = decoder.grid ?? ((value: number) => roundLike(decoder, value));
  return { ...moves, codes, values: decoder.table.values as Float64Array, rounding };
}

function measureLeaf(
  moves: Pick<NumberPool, 'down' | 'up'>,
  codes: Int32Array,
  rare: Uint8Array,
  windows: CodeWindows,
  from: number,
  last: number,
): void {
  for (let at = from; at <= last; at++) if (rare[codes[at]] === 1) measureMove(moves, codes, windows, at, from, last);
}

/** How far the rare number at place `at` of the pool may move, in the leaf of `from` to `last`. */
function measureMove(
  moves: Pick<NumberPool, 'down' | 'up'>,
  pool: Int32Array,
  windows: CodeWindows,
  at: number,
  from: number,
  last: number,
): void {
  const code = pool[at];
  const down = at > from && pool[at - 1] > 0 ? code - pool[at - 1] : FAR;
  const up = at < last ? pool[at + 1] - code : FAR;
  const near = Math.min(down, up);
  const reach = near === FAR ? windows.reach : Math.max(near, windows.reach);
  moves.down[at] = code - Math.max(windows.below[code], code - reach, windows.lowest);
  moves.up[at] = Math.min(windows.above[code], code + reach, windows.highest) - code;
}

/** More than any two codes are apart. */
const FAR = 2 ** 31 - 1;

/** Turns places of the pool, in `codes`, into values and codes. */
function takeNumbers(pool: Int32Array, real: Float64Array, codes: Int32Array, values: Float64Array): void {
  for (let row = 0; row < codes.length; row++) {
    const code = pool[codes[row]];
    codes[row] = code;
    values[row] = code === 0 ? Number.NaN : real[code - 1];
  }
}
