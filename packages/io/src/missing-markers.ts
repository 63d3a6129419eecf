import type { Batch, NumberCells, SourceColumn, TextCells } from './source.ts';

/** Texts that mark a missing value when nothing else is declared, but only in a column whose other values are all numbers or dates. */
export const usualMarkers: readonly string[] = ['NA', 'N/A', 'NaN', 'nan', 'null', 'NULL'];

/** Whether the bytes of a cell are one of a few texts. */
export type MarkerTest = (bytes: Uint8Array, start: number, end: number) => boolean;

export function markerTest(markers: readonly string[]): MarkerTest {
  const byLength = new Map<number, Buffer[]>();
  for (const marker of markers) {
    const bytes = Buffer.from(marker);
    byLength.set(bytes.length, [...(byLength.get(bytes.length) ?? []), bytes]);
  }
  return (bytes, start, end) => {
    const alike = byLength.get(end - start);
    return alike?.some((marker) => marker.every((byte, i) => bytes[start + i] === byte)) ?? false;
  };
}

/** Cells that were made missing because their text is declared to mean that. */
export interface DeclaredMissing {
  /** The batch with those cells missing; `count` is off in a second pass. */
  apply(batch: Batch, count: boolean): Batch;
  readonly rows: Float64Array;
  readonly examples: (string | null)[];
}

/** Applies the caller's own list of texts that mean missing to every column. */
export function declaredMissing(columns: readonly SourceColumn[], markers: readonly string[]): DeclaredMissing {
  const test = markerTest(markers);
  const numbers = new Set(markers.filter((marker) => marker.trim() !== '').map(Number));
  const rows = new Float64Array(columns.length);
  const examples: (string | null)[] = columns.map(() => null);
  const note = (column: number, example: string) => {
    rows[column]++;
    examples[column] ??= example;
  };
  const apply = (batch: Batch, count: boolean): Batch => {
    if (markers.length === 0) return batch;
    const cleared = batch.columns.map((cells, column) => {
      const found = (example: string) => {
        if (count) note(column, example);
      };
      return cells.storage === 'cells'
        ? clearTexts(cells, batch.rows, test, found)
        : clearNumbers(cells, batch.rows, numbers, found);
    });
    return { rows: batch.rows, columns: cleared };
  };
  return { apply, rows, examples };
}

function clearTexts(cells: TextCells, rows: number, test: MarkerTest, found: (example: string) => void): TextCells {
  const { bytes, starts, ends } = cells;
  let cleared: Int32Array | null = null;
  for (let row = 0; row < rows; row++) {
    if (starts[row] < 0 || !test(bytes, starts[row], ends[row])) continue;
    found(Buffer.from(bytes.subarray(starts[row], ends[row])).toString());
    cleared ??= starts.slice(0, rows);
    cleared[row] = -1;
  }
  return cleared === null ? cells : { ...cells, starts: cleared };
}

function clearNumbers(
  cells: NumberCells,
  rows: number,
  numbers: ReadonlySet<number>,
  found: (example: string) => void,
): NumberCells {
  let cleared: Float64Array | null = null;
  for (let row = 0; row < rows; row++) {
    const value = cells.values[row];
    if (Number.isNaN(value) || !numbers.has(value)) continue;
    found(String(value));
    cleared ??= cells.values.slice(0, rows);
    cleared[row] = Number.NaN;
  }
  return cleared === null ? cells : { ...cells, values: cleared };
}
