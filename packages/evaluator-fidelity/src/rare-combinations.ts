import type { ColumnPair } from './prepare-column.ts';

/** A combination is rare when it occurs this often in the real rows. */
const RARE = [2, 20] as const;
const MOST_CELLS = 2 ** 20;
/** Sets of columns that are looked at; of more, an even selection. */
const MOST_SETS = 300;

/**
 * The share of the rare combinations of values that the synthetic rows have too, in [0, 1], over all sets of so many columns (an even selection of 300 when
 * there are more): combinations that 2 to 20 real rows show, ordered columns cut on the real table's bins, missing values counted as one. Sets with more than 2^20 possible
 * combinations are left out. It falls with the number of synthetic rows, so read it beside its references. `null` when there is no rare combination.
 *
 * @param size columns in a set, 2 or 3
 */
export function rareCombinations(pairs: readonly ColumnPair[], size: 2 | 3): number | null {
  const all = columnSets(pairs.length, size);
  const step = Math.max(1, all.length / MOST_SETS);
  const scratch = { real: new Int32Array(MOST_CELLS), synthetic: new Int32Array(MOST_CELLS) };
  let [rare, found] = [0, 0];
  for (let at = 0; at < all.length; at += step) {
    const set = all[Math.floor(at)].map((column) => pairs[column]);
    const cells = set.reduce((product, pair) => product * pair.cells, 1);
    if (cells > MOST_CELLS) continue;
    countCells(set, 'real', scratch.real);
    countCells(set, 'synthetic', scratch.synthetic);
    for (let cell = 0; cell < cells; cell++) {
      const count = scratch.real[cell];
      if (count < RARE[0] || count > RARE[1]) continue;
      rare++;
      if (scratch.synthetic[cell] > 0) found++;
    }
    scratch.real.fill(0, 0, cells);
    scratch.synthetic.fill(0, 0, cells);
  }
  return rare === 0 ? null : found / rare;
}

function columnSets(columns: number, size: 2 | 3): number[][] {
  const sets: number[][] = [];
  for (let a = 0; a < columns; a++)
    for (let b = a + 1; b < columns; b++) {
      if (size === 2) sets.push([a, b]);
      else for (let c = b + 1; c < columns; c++) sets.push([a, b, c]);
    }
  return sets;
}

function countCells(set: readonly ColumnPair[], side: 'real' | 'synthetic', counts: Int32Array): void {
  const codes = set.map((pair) => (pair.ordered ? pair[side].shared : pair[side]));
  const [a, b, c] = codes;
  const [, width, depth] = set.map((pair) => pair.cells);
  if (c) for (let row = 0; row < a.length; row++) counts[(a[row] * width + b[row]) * depth + c[row]]++;
  else for (let row = 0; row < a.length; row++) counts[a[row] * width + b[row]]++;
}
