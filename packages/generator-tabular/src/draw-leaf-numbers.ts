import type { Random } from '@verisim/core';
import type { RowGroups, Tree } from '@verisim/decision-trees';
import { bitsOf, drawCodes } from './draw-codes.ts';
import type { Decoder } from './smooth-values.ts';
import { onGrid } from './value-grid.ts';

/** How far a rare number may move: to codes from `below[code]` to `above[code]`. */
export interface CodeWindows {
  readonly below: Int32Array;
  readonly above: Int32Array;
  /** No number lies before or past these places, codes and parts of the way to the next. */
  readonly lowest: number;
  readonly highest: number;
}

/** Numbers drawn for rows, and the code of the training value nearest to each. */
export interface DrawnNumbers {
  readonly values: Float64Array;
  readonly codes: Int32Array;
}

/** Codes on either side that a rare number moves among, at least. */
const REACH = 2;

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
  return { below, above, lowest: 1, highest: last };
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

function keepEnd(place: number, rows: Int32Array, first: number, end: number, spare: number, places: Int32Array): void {
  for (let i = first; i < end; i++) if (places[rows[i]] === place) return;
  places[rows[spare]] = place;
}

/**
 * One number for each row from the leaf it fell into. Frequent numbers come back exactly. A rare one moves evenly in rank around itself, as far as the
 * next training value *of its leaf* lies on the nearer side (at least two ranks): a density smoothed inside the leaf, whose values follow the
 * column's own. It is rounded to the column's grid, and drawn once more when it meets one of the two real values around it.
 *
 * @param pool value codes of the training rows in the order of the tree's leaves, ascending within each
 */
export function drawLeafNumbers(
  tree: Pick<Tree, 'feature' | 'start' | 'end'>,
  pool: Int32Array,
  groups: RowGroups,
  decoder: Decoder,
  windows: CodeWindows,
  random: Random,
): DrawnNumbers {
  const { counts } = decoder.table;
  const real = decoder.table.values as Float64Array;
  const bits = bitsOf(random.fork('between'));
  const last = real.length;
  const values = new Float64Array(groups.rows.length);
  const codes = drawCodes({ ...tree, codes: pool }, groups, random, true);
  for (let leaf = 0; leaf < tree.feature.length; leaf++) {
    if (tree.feature[leaf] >= 0) continue;
    const from = tree.start[leaf];
    const to = tree.end[leaf] - 1;
    keepEnds(pool, groups, leaf, from, to, last, codes);
    for (let i = groups.start[leaf]; i < groups.end[leaf]; i++) {
      const row = groups.rows[i];
      const at = codes[row];
      const code = pool[at];
      codes[row] = code;
      if (code === 0) {
        values[row] = Number.NaN;
        continue;
      }
      values[row] = real[code - 1];
      if (counts[code] >= decoder.rareBelow || code === 1 || code === last) continue;
      const down = at > from && pool[at - 1] > 0 ? code - pool[at - 1] : last;
      const up = at < to ? pool[at + 1] - code : last;
      const near = down < up ? down : up;
      const reach = near === last || near < REACH ? REACH : near;
      const low = Math.max(windows.below[code], code - reach, windows.lowest);
      const high = Math.min(windows.above[code], code + reach, windows.highest);
      for (let attempt = 0; attempt < 2; attempt++) {
        const share = bits() * 2 ** -31;
        const place = share < 1 ? low + (code - low) * share : code + (high - code) * (share - 1);
        const gap = Math.min(last - 1, Math.floor(place));
        const between = place - gap;
        const value = onGrid(decoder.grid, real[gap - 1] * (1 - between) + real[gap] * between);
        values[row] = value;
        codes[row] = between < 0.5 ? gap : gap + 1;
        if (value !== real[gap - 1] && value !== real[gap]) break;
      }
    }
  }
  return { values, codes };
}
