import type { RowGroup } from './row-groups.ts';

/** Room for one column of a row group. */
export interface Gathered {
  /** The numbers that are present, one after the other. */
  readonly values: Float64Array;
  /** Codes into a dictionary of those that are present. */
  readonly codes: Int32Array;
  /** 1 for every row with a cell, 0 for a missing one. */
  readonly present: Uint8Array;
}

/** Room for a column of `rows` rows. */
export const createGathered = (rows: number): Gathered => ({
  values: new Float64Array(rows),
  codes: new Int32Array(rows),
  present: new Uint8Array(rows),
});

/** Puts the numbers of a column together. Returns how many are present. */
export function gatherNumbers({ parts }: RowGroup, column: number, gathered: Gathered): number {
  let row = 0;
  let count = 0;
  for (const { columns, from, to } of parts) {
    const cells = columns[column];
    if (cells?.storage !== 'numeric') continue;
    count = takeNumbers(cells.values, from, to, gathered, row, count);
    row += to - from;
  }
  return count;
}

/** Numbers `from` to `to` behind the `count` that are there. Returns how many there are then. */
function takeNumbers(
  cells: Float64Array,
  from: number,
  to: number,
  { values, present }: Gathered,
  row: number,
  count: number,
): number {
  let next = count;
  for (let i = from, at = row; i < to; i++, at++) {
    const value = cells[i];
    const there = Number.isNaN(value) ? 0 : 1;
    present[at] = there;
    values[next] = value;
    next += there;
  }
  return next;
}

/** Puts the codes of a column together, into levels in order of their first appearance. Returns those, and how many cells are present. */
export function gatherCodes(
  { parts }: RowGroup,
  column: number,
  gathered: Gathered,
): { readonly levels: readonly string[]; readonly count: number } {
  const places = new Map<string, number>();
  let row = 0;
  let count = 0;
  for (const { columns, from, to } of parts) {
    const cells = columns[column];
    if (cells?.storage !== 'coded') continue;
    const map = Int32Array.from(cells.levels, (level) => places.get(level) ?? -1);
    for (let i = from; i < to; ) {
      const taken = takeCodes(cells.codes, i, to, map, gathered, row, count);
      count += taken.count;
      row += taken.rows;
      i += taken.rows;
      if (i === to) break;
      const code = cells.codes[i];
      map[code] = places.size;
      places.set(cells.levels[code], places.size);
    }
  }
  return { levels: [...places.keys()], count };
}

/** Codes `from` to `to`, up to the first whose level is new. */
function takeCodes(
  cells: Int32Array,
  from: number,
  to: number,
  map: Int32Array,
  { codes, present }: Gathered,
  row: number,
  count: number,
): { readonly rows: number; readonly count: number } {
  let next = count;
  let i = from;
  for (; i < to; i++) {
    const code = cells[i];
    const place = code < 0 ? 0 : map[code];
    if (place < 0) break;
    const there = code < 0 ? 0 : 1;
    present[row + i - from] = there;
    codes[next] = place;
    next += there;
  }
  return { rows: i - from, count: next - count };
}
