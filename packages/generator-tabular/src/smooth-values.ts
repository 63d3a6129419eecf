import type { Column, ColumnSpec, Random } from '@verisim/core';
import { shrinkExtremes } from './shrink-extremes.ts';
import { findGrid, mostDecimals, type Rounding, roundLike } from './value-grid.ts';
import type { ValueTable } from './value-table.ts';

/** How drawn codes of one column become values again. */
export interface Decoder extends Rounding {
  /** The values to emit: those of the training rows but for rare ends. */
  readonly table: ValueTable;
  /** Numbers that occur fewer times are drawn anew between their neighbours; 0 = off. */
  readonly rareBelow: number;
}

/** Neighbours on either side among which a rare number is drawn anew. */
const REACH = 2;

/**
 * A decoder for a column; the grid is found from the values themselves. Numbers that occur fewer than `smooth` times are rare, but in
 * tables of fewer than `10 * smooth` rows only those in less than a tenth of the rows, and single ones. Rare ends are drawn inwards
 * unless `extremes`, see {@link shrinkExtremes}.
 */
export function createDecoder(table: ValueTable, smooth: number, extremes: boolean, random: Random): Decoder {
  const { values, counts } = table;
  const present = counts.subarray(1).reduce((sum, count) => sum + count, 0);
  const rareBelow = Math.min(smooth, Math.max(2, Math.ceil(present / 10)));
  if (values === null) return { table, grid: null, decimals: 0, rareBelow };
  const grid = findGrid(values);
  const decimals = grid === null ? mostDecimals(values) : 0;
  if (extremes || smooth === 0) return { table, grid, decimals, rareBelow };
  const inner = shrinkExtremes(values, (at) => counts[at + 1] < rareBelow, { grid, decimals }, random);
  return { table: { values: inner, counts }, grid, decimals, rareBelow };
}

/**
 * Values of drawn codes. Frequent numbers come back exactly. A rare one is drawn uniformly from one of the gaps next to it in rank (as
 * many gaps below as above), then rounded to the column's grid; the window shrinks towards an atom and towards either end, so
 * nothing leaves the real range.
 */
export function decodeValues(decoder: Decoder, codes: Int32Array, spec: ColumnSpec, random: Random): Column {
  const { values, counts } = decoder.table;
  if (values === null) return levelCells(codes.slice(), spec);
  const numbers = new Float64Array(codes.length);
  for (let i = 0; i < codes.length; i++) {
    const code = codes[i];
    if (code === 0) numbers[i] = Number.NaN;
    else if (counts[code] < decoder.rareBelow) numbers[i] = drawNear(decoder, values, code - 1, random);
    else numbers[i] = values[code - 1];
  }
  return { storage: 'numeric', values: numbers };
}

/** Codes of levels as the cells of their column, in the same memory. */
export function levelCells(codes: Int32Array, spec: ColumnSpec): Column {
  lessOne(codes);
  return { storage: 'coded', codes, levels: spec.levels ?? [] };
}

function lessOne(codes: Int32Array): void {
  for (let i = 0; i < codes.length; i++) codes[i]--;
}

/** A number near `values[at]`, which is rare; the ends stand for themselves. */
function drawNear(decoder: Decoder, values: Float64Array, at: number, random: Random): number {
  const reach = reachAround(decoder, values.length - 1, at);
  if (reach === 0) return values[at];
  const gap = at - reach + Math.floor(random.next() * 2 * reach);
  const number = drawInGap(decoder, values, gap, random);
  const real = number === values[gap] || number === values[gap + 1];
  return real ? drawInGap(decoder, values, gap, random) : number;
}

/** Uniform between `values[gap]` and `values[gap + 1]`, on the grid. */
function drawInGap(decoder: Decoder, values: Float64Array, gap: number, random: Random): number {
  const share = random.next();
  return roundLike(decoder, values[gap] * (1 - share) + values[gap + 1] * share);
}

function reachAround(decoder: Decoder, last: number, at: number): number {
  const { counts } = decoder.table;
  let reach = 0;
  while (reach < REACH && at - reach > 0 && at + reach < last) {
    reach++;
    if (counts[at - reach + 1] >= decoder.rareBelow || counts[at + reach + 1] >= decoder.rareBelow) break;
  }
  return reach;
}
