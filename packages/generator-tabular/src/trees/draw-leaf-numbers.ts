import type { Random } from '@verisim/core';
import type { RowGroups, Tree } from '@verisim/decision-trees';
import { drawBits, drawFromLeaf } from '../draw-codes.ts';
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
 * @param pool value codes of the training rows in the order of the tree's leaves, ascending within each
 * @param room scratch, as long as `pool` at least
 * @param codes receives the codes, one per row
 */
export function drawLeafNumbers(
  tree: Pick<Tree, 'feature' | 'start' | 'end'>,
  pool: Int32Array,
  groups: RowGroups,
  decoder: Decoder,
  windows: CodeWindows,
  random: Random,
  room: Int32Array = new Int32Array(pool.length),
  codes: Int32Array = new Int32Array(groups.rows.length),
  bitRoom?: Uint32Array,
): DrawnNumbers {
  const { rows } = groups;
  const real = decoder.table.values as Float64Array;
  const values = new Float64Array(rows.length);
  const drawing: Drawing = { pool, decoder, windows, real, values, codes };
  const bits = drawBits(random, rows.length, bitRoom);
  const places = countUp(room);
  let rare = 0;
  for (let leaf = 0; leaf < tree.feature.length; leaf++) {
    if (tree.feature[leaf] >= 0 || groups.start[leaf] === groups.end[leaf]) continue;
    const from = tree.start[leaf];
    const last = tree.end[leaf] - 1;
    if (isConstant(drawing, from, last)) {
      fillConstant(drawing, pool[from], rows, groups.start[leaf], groups.end[leaf]);
      continue;
    }
    drawFromLeaf(places, from, last + 1, rows, groups.start[leaf], groups.end[leaf], bits, codes);
    keepEnds(pool, groups, leaf, from, last, real.length, codes);
    rare += countRare(drawing, rows, groups.start[leaf], groups.end[leaf]);
  }
  const between: Draws = { bits: drawBits(random.fork('between'), MOST_DRAWS * rare), used: 0 };
  for (let leaf = 0; leaf < tree.feature.length; leaf++) {
    if (tree.feature[leaf] >= 0 || groups.start[leaf] === groups.end[leaf]) continue;
    const from = tree.start[leaf];
    const last = tree.end[leaf] - 1;
    if (isConstant(drawing, from, last)) continue;
    drawNumbers(drawing, between, rows, groups.start[leaf], groups.end[leaf], from, last);
  }
  return { values, codes };
}

/** Draws of a rare number, at most. */
const MOST_DRAWS = 2;

/** Bits drawn in one go, and how many are used up. */
interface Draws {
  readonly bits: Uint32Array;
  used: number;
}

interface Drawing {
  readonly pool: Int32Array;
  readonly decoder: Decoder;
  readonly windows: CodeWindows;
  readonly real: Float64Array;
  readonly values: Float64Array;
  readonly codes: Int32Array;
}

function countUp(room: Int32Array): Int32Array {
  for (let place = 0; place < room.length; place++) room[place] = place;
  return room;
}

/** Whether all of a leaf is one frequent number, or missing. */
function isConstant({ pool, decoder, real }: Drawing, from: number, last: number): boolean {
  const code = pool[from];
  if (code !== pool[last]) return false;
  return code <= 1 || code === real.length || decoder.table.counts[code] >= decoder.rareBelow;
}

/** Rare numbers among the places drawn for the rows of a leaf, in `codes`. */
function countRare(
  { pool, decoder, real, codes }: Drawing,
  rows: RowGroups['rows'],
  first: number,
  end: number,
): number {
  const { rareBelow } = decoder;
  const { counts } = decoder.table;
  let rare = 0;
  for (let i = first; i < end; i++) {
    const code = pool[codes[rows[i]]];
    if (code > 1 && code < real.length && counts[code] < rareBelow) rare++;
  }
  return rare;
}

function fillConstant(
  { real, values, codes }: Drawing,
  code: number,
  rows: RowGroups['rows'],
  first: number,
  end: number,
): void {
  const value = code === 0 ? Number.NaN : real[code - 1];
  for (let i = first; i < end; i++) {
    values[rows[i]] = value;
    codes[rows[i]] = code;
  }
}

/** Turns the places drawn for the rows of a leaf, in `codes`, into values and codes. */
function drawNumbers(
  drawing: Drawing,
  between: Draws,
  rows: RowGroups['rows'],
  first: number,
  end: number,
  from: number,
  last: number,
): void {
  const { pool, decoder, real, values, codes } = drawing;
  const { rareBelow } = decoder;
  const { counts } = decoder.table;
  for (let i = first; i < end; i++) {
    const row = rows[i];
    const at = codes[row];
    const code = pool[at];
    codes[row] = code;
    values[row] = code === 0 ? Number.NaN : real[code - 1];
    if (code > 1 && code < real.length && counts[code] < rareBelow) drawRare(drawing, between, row, at, from, last);
  }
}

/** Moves the rare number at place `at` of the pool, in the leaf of `from` to `last`. */
function drawRare(drawing: Drawing, between: Draws, row: number, at: number, from: number, last: number): void {
  const { pool, decoder, windows, real, values, codes } = drawing;
  const code = pool[at];
  const down = at > from && pool[at - 1] > 0 ? code - pool[at - 1] : Infinity;
  const up = at < last ? pool[at + 1] - code : Infinity;
  const near = Math.min(down, up);
  const reach = near === Infinity ? windows.reach : Math.max(near, windows.reach);
  const low = Math.max(windows.below[code], code - reach, windows.lowest);
  const high = Math.min(windows.above[code], code + reach, windows.highest);
  for (let attempt = 0; attempt < MOST_DRAWS; attempt++) {
    const share = between.bits[between.used++] * 2 ** -31;
    const place = share < 1 ? low + (code - low) * share : code + (high - code) * (share - 1);
    const gap = Math.min(real.length - 1, Math.floor(place));
    const part = place - gap;
    const value = roundLike(decoder, real[gap - 1] * (1 - part) + real[gap] * part);
    values[row] = value;
    codes[row] = part < 0.5 ? gap : gap + 1;
    if (value !== real[gap - 1] && value !== real[gap]) return;
  }
}
