import { type ColumnTest, passesNumber } from '@verisim/core';
import type { Decoder } from '../smooth-values.ts';
import { gridNeighbour, onGrid, type ValueGrid } from '../value-grid.ts';
import type { CodeWindows } from './draw-leaf-numbers.ts';

/** The numbers that a condition allows a column to take. */
export interface AllowedNumbers {
  /** 1 per code that may be drawn. */
  readonly codes: Uint8Array;
  /** How far drawn codes may move: never out of the condition. */
  readonly windows: CodeWindows;
  /** Where the condition holds no training value: what is put in the place of the values next to it that are drawn. */
  readonly between: Between | null;
}

/** Numbers between training values: those listed, or all on the grid from `low` to `high`. */
export type Between =
  | { readonly values: readonly number[] }
  | { readonly low: number; readonly high: number; readonly grid: ValueGrid | null };

/** What a condition leaves of a numeric column inside the range of its training values; `null` when that is nothing. */
export function allowedNumbers(decoder: Decoder, windows: CodeWindows, test: ColumnTest): AllowedNumbers | null {
  const { table, grid } = decoder;
  const values = table.values as Float64Array;
  const passes = (value: number) => passesNumber(test, value);
  const codes = Uint8Array.from(table.counts, (_, code) =>
    Number(code === 0 ? test.missing : passes(values[code - 1])),
  );
  const present = codes.includes(1, 1);
  if (test.values) {
    if (present) return { codes, windows: still(windows), between: null };
    const [first, last] = [values[0], values[values.length - 1]];
    const listed = test.values.filter(
      (value) => passes(value) && value > first && value < last && onGrid(grid, value) === value,
    );
    for (const value of listed) markAround(codes, placeOf(values, value));
    return listed.length > 0 ? { codes, windows, between: { values: listed } } : null;
  }
  const span = test.present && values.length > 0 ? spanOf(values, test, grid) : null;
  if (span === null) return test.missing ? { codes, windows, between: null } : null;
  const [lowest, highest] = [span.low, span.high].map((end) => placeOf(values, end));
  // Without a grid, numbers made of two training values may be out by a rounding error.
  const spare = grid === null ? (highest - lowest) * 1e-9 : 0;
  const ends = { lowest: lowest + spare, highest: highest - spare };
  if (present) return { codes, windows: { ...windows, ...ends }, between: null };
  markAround(codes, lowest);
  return { codes, windows, between: { ...span, grid } };
}

/** One allowed number for each row. */
export function drawBetween(between: Between, share: () => number): number {
  if ('values' in between) return between.values[Math.floor(share() * between.values.length)];
  const { low, high, grid } = between;
  const value = onGrid(grid, low + (high - low) * share());
  return Math.min(high, Math.max(low, value));
}

const still = (windows: CodeWindows): CodeWindows => {
  const own = windows.below.map((_, code) => code);
  return { ...windows, below: own, above: own };
};

/** The least and the greatest number on the grid, within the training values, that a range allows. */
function spanOf(values: Float64Array, test: ColumnTest, grid: ValueGrid | null): { low: number; high: number } | null {
  const { low, high, lowOpen, highOpen } = test.interval as NonNullable<ColumnTest['interval']>;
  let least = Math.max(low, values[0]);
  let most = Math.min(high, values[values.length - 1]);
  if (least > most) return null;
  const little = (values[values.length - 1] - values[0]) * 1e-9;
  if (least === low) least = inward(grid, low, lowOpen, little);
  if (most === high) most = inward(grid, high, highOpen, -little);
  return least <= most ? { low: least, high: most } : null;
}

/** The first grid point at or past an end of a range, in the direction of `little`; without a grid, that far past an open end. */
function inward(grid: ValueGrid | null, end: number, open: boolean, little: number): number {
  if (grid === null) return open ? end + little : end;
  const sign = little < 0 ? -1 : 1;
  const point = onGrid(grid, end);
  return sign * point < sign * end || (open && point === end) ? gridNeighbour(grid, point, sign) : point;
}

/** The code of a number inside the range of `values`; between two of them, a part of the way. */
function placeOf(values: Float64Array, value: number): number {
  let low = 0;
  let high = values.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (values[middle] <= value) low = middle;
    else high = middle - 1;
  }
  const gap = low + 1 < values.length ? (value - values[low]) / (values[low + 1] - values[low]) : 0;
  return 1 + low + gap;
}

/** Marks the codes on either side of a place. */
function markAround(codes: Uint8Array, place: number): void {
  codes[Math.floor(place)] = 1;
  codes[Math.ceil(place)] = 1;
}
