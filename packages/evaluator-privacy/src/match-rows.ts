import type { Cells } from './cells.ts';

/** Which reference row each row equals, and how often. */
export interface RowMatches {
  /** Number of a matching reference row per row, -1 = none. */
  readonly rows: Int32Array;
  /** How many rows match. */
  readonly count: number;
}

/**
 * Finds for each row a reference row that is equal in every coded and text cell and in missingness, and whose numbers differ
 * by at most the tolerance of their column; 0 = equal. Rows are found by a hash of what must be equal, then compared cell
 * by cell, so no match is false. O(n log n) but for columns whose tolerance spans most of the values.
 *
 * @param tolerances one per numeric column, 0 or more: of the column's unit, or `relative` to the size of the row's own number
 * @param itself rows and reference are the same table, and a row does not match itself
 */
export function matchRows(
  reference: Cells,
  rows: Cells,
  tolerances: readonly number[],
  { itself = false, relative = false }: { readonly itself?: boolean; readonly relative?: boolean } = {},
): RowMatches {
  const slackOf = (column: number, value: number) => tolerances[column] * (relative ? Math.abs(value) : 1);
  const pivot = pivotColumn(reference, tolerances, relative);
  const [hashes, wanted] = [reference, rows].map((cells) => exactHashes(cells, tolerances));
  const values = pivot < 0 ? new Float64Array(reference.rows) : reference.numeric[pivot];
  const asked = pivot < 0 ? new Float64Array(rows.rows) : rows.numeric[pivot];
  const order = Int32Array.from({ length: reference.rows }, (_, i) => i);
  order.sort((a, b) => hashes[a] - hashes[b] || compare(values[a], values[b]) || a - b);
  const found = new Int32Array(rows.rows).fill(-1);
  let count = 0;
  for (let row = 0; row < rows.rows; row++) {
    const slack = pivot < 0 ? 0 : slackOf(pivot, asked[row]);
    const from = Number.isNaN(asked[row]) ? Number.NaN : asked[row] - slack;
    for (let at = firstFrom(order, hashes, values, wanted[row], from); at < order.length; at++) {
      const place = order[at];
      if (hashes[place] !== wanted[row] || values[place] - asked[row] > slack) break;
      if ((itself && place === row) || !rowsMatch(reference, place, rows, row, slackOf)) continue;
      found[row] = place;
      count++;
      break;
    }
  }
  return { rows: found, count };
}

/** The column with a tolerance whose spread in tolerances is widest, -1 = none. */
function pivotColumn({ numeric }: Cells, tolerances: readonly number[], relative: boolean): number {
  let pivot = -1;
  let widest = 0;
  numeric.forEach((values, j) => {
    if (tolerances[j] === 0) return;
    const distinct = new Set<number>();
    for (let i = 0; i < values.length && distinct.size < 1e5; i++) {
      const size = relative ? Math.log(Math.abs(values[i]) + Number.MIN_VALUE) : values[i];
      distinct.add(Math.round(size / tolerances[j]));
    }
    if (distinct.size > widest) [pivot, widest] = [j, distinct.size];
  });
  return pivot;
}

/** A 32-bit hash per row of what must be equal. */
function exactHashes({ rows, numeric, coded, text }: Cells, tolerances: readonly number[]): Int32Array {
  const hashes = new Int32Array(rows);
  const float = new Float64Array(1);
  const words = new Int32Array(float.buffer);
  for (const codes of [...coded, ...text]) for (let i = 0; i < rows; i++) hashes[i] = mix(hashes[i], codes[i]);
  numeric.forEach((values, j) => {
    for (let i = 0; i < rows; i++) {
      const missing = Number.isNaN(values[i]);
      float[0] = missing || tolerances[j] > 0 ? Number(missing) : values[i] + 0;
      hashes[i] = mix(mix(hashes[i], words[0]), words[1]);
    }
  });
  return hashes;
}

function mix(hash: number, word: number): number {
  const h = Math.imul(hash ^ word, 0x9e3779b1);
  return Math.imul(h ^ (h >>> 15), 0x85ebca77) ^ (h >>> 13);
}

/** NaN before all numbers. */
function compare(a: number, b: number): number {
  return a < b ? -1 : a > b ? 1 : Number(Number.isNaN(b)) - Number(Number.isNaN(a));
}

/** The first place with this hash and a value not below `from`. */
function firstFrom(order: Int32Array, hashes: Int32Array, values: Float64Array, hash: number, from: number): number {
  let low = 0;
  let high = order.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const row = order[middle];
    if (hashes[row] < hash || (hashes[row] === hash && compare(values[row], from) < 0)) low = middle + 1;
    else high = middle;
  }
  return low;
}

function rowsMatch(
  a: Cells,
  i: number,
  b: Cells,
  j: number,
  slackOf: (column: number, value: number) => number,
): boolean {
  for (let c = 0; c < a.coded.length; c++) if (a.coded[c][i] !== b.coded[c][j]) return false;
  for (let c = 0; c < a.text.length; c++) if (a.text[c][i] !== b.text[c][j]) return false;
  for (let c = 0; c < a.numeric.length; c++) {
    const [x, y] = [a.numeric[c][i], b.numeric[c][j]];
    if (Number.isNaN(x) !== Number.isNaN(y) || Math.abs(x - y) > slackOf(c, y)) return false;
  }
  return true;
}
