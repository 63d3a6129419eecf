import { type GrowingBytes, reserve } from '../growing-bytes.ts';
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
export function gatherNumbers({ parts }: RowGroup, column: number, { values, present }: Gathered): number {
  let row = 0;
  let count = 0;
  for (const { table, from, to } of parts) {
    const cells = table.columns[column];
    if (cells.storage !== 'numeric') continue;
    for (let i = from; i < to; i++) {
      const value = cells.values[i];
      const there = Number.isNaN(value) ? 0 : 1;
      present[row++] = there;
      values[count] = value;
      count += there;
    }
  }
  return count;
}

/** Puts the codes of a column together, into levels in order of their first appearance. Returns those, and how many cells are present. */
export function gatherCodes(
  { parts }: RowGroup,
  column: number,
  { codes, present }: Gathered,
): { readonly levels: readonly string[]; readonly count: number } {
  const places = new Map<string, number>();
  let row = 0;
  let count = 0;
  for (const { table, from, to } of parts) {
    const cells = table.columns[column];
    if (cells.storage !== 'coded') continue;
    const map = Int32Array.from(cells.levels, (level) => places.get(level) ?? -1);
    for (let i = from; i < to; i++) {
      const code = cells.codes[i];
      present[row++] = code < 0 ? 0 : 1;
      if (code < 0) continue;
      let place = map[code];
      if (place < 0) {
        place = places.size;
        map[code] = place;
        places.set(cells.levels[code], place);
      }
      codes[count++] = place;
    }
  }
  return { levels: [...places.keys()], count };
}

/** The texts of a column, in the order of the rows; notes which are present. */
export function gatherTexts({ parts }: RowGroup, column: number, { present }: Gathered): readonly (string | null)[] {
  const texts: (string | null)[] = [];
  for (const { table, from, to } of parts) {
    const cells = table.columns[column];
    if (cells.storage !== 'text') continue;
    for (let i = from; i < to; i++) {
      present[texts.length] = cells.values[i] === null ? 0 : 1;
      texts.push(cells.values[i]);
    }
  }
  return texts;
}

/** Appends a text in the plain encoding: its bytes behind their number. */
export function appendPlainText(out: GrowingBytes, text: string): void {
  reserve(out, 4 + 3 * text.length);
  const start = out.used + 4;
  const length = out.bytes.write(text, start, 'utf8');
  out.bytes.writeUInt32LE(length, out.used);
  out.used = start + length;
}
