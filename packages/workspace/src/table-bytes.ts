import type { Column, ColumnSpec, Json, StateArray, Table, TableSpec } from '@verisim/core';
import { arrayParts, unpackArrays } from './array-bytes.ts';

/** `levels` of a coded column, `null` for the others; the cells stand in the array of the column's place. */
type StoredLevels = readonly string[] | null;

interface StoredTable {
  readonly rows: number;
  readonly spec: TableSpec;
  readonly levels: readonly StoredLevels[];
}

/**
 * A table as bytes, with named arrays beside it: cells exactly as they are, codes in one, two or four bytes by the number of levels. They
 * come in pieces that share the table's memory where they can. No checksum: they are meant for a journal, which has its own.
 */
export function tableBytes(table: Table, beside: Readonly<Record<string, StateArray>> = {}): readonly Uint8Array[] {
  const arrays: Record<string, StateArray> = { ...beside };
  table.columns.forEach((column, i) => {
    if (column.storage === 'numeric') arrays[`c${i}`] = column.values;
    else if (column.storage === 'coded') arrays[`c${i}`] = narrow(column.codes, column.levels.length);
    else [arrays[`c${i}`], arrays[`c${i}-ends`]] = packText(column.values);
  });
  const columns = table.spec.columns.map((spec) => ({ ...spec, levels: undefined }));
  const levels = table.columns.map((column) => (column.storage === 'coded' ? column.levels : null));
  const stored = { rows: table.rows, spec: { ...table.spec, columns }, levels } as unknown as {
    readonly [key: string]: Json;
  };
  const { header, parts } = arrayParts(stored, arrays);
  const size = Buffer.alloc(4);
  size.writeUInt32LE(header.length);
  return [size, header, ...parts];
}

/** The table of {@link tableBytes}, its pieces put together, and the arrays that were given beside it. */
export function tableFromBytes(given: Uint8Array): {
  readonly table: Table;
  readonly beside: Readonly<Record<string, StateArray>>;
} {
  const all = Buffer.from(given.buffer, given.byteOffset, given.byteLength);
  const { json: stored, arrays } = unpackArrays<StoredTable>({
    bytes: all.subarray(4),
    headerBytes: all.readUInt32LE(),
  });
  const columns = stored.levels.map((levels, i): Column => {
    const cells = arrays[`c${i}`];
    if (levels !== null) return { storage: 'coded', codes: widen(cells, levels.length), levels };
    const ends = arrays[`c${i}-ends`];
    if (ends === undefined) return { storage: 'numeric', values: cells as Float64Array };
    return { storage: 'text', values: unpackText(cells as Uint8Array, ends) };
  });
  const specs = stored.spec.columns.map((spec, i): ColumnSpec => {
    const levels = stored.levels[i];
    return levels === null ? spec : { ...spec, levels };
  });
  return { table: { spec: { ...stored.spec, columns: specs }, rows: stored.rows, columns }, beside: arrays };
}

/** Codes from -1 on as codes from 0 on. */
function narrow(codes: Int32Array, levels: number): StateArray {
  if (levels >= 0xffff) return codes;
  const cells = levels < 0xff ? new Uint8Array(codes.length) : new Uint16Array(codes.length);
  // `from` with a function takes 90 ns a cell, this loop 1.
  for (let i = 0; i < codes.length; i++) cells[i] = codes[i] + 1;
  return cells;
}

function widen(cells: StateArray, levels: number): Int32Array {
  if (levels >= 0xffff) return cells as Int32Array;
  const codes = new Int32Array(cells.length);
  for (let i = 0; i < codes.length; i++) codes[i] = cells[i] - 1;
  return codes;
}

/** UTF-8 one after another, and where each ends; a missing one ends at -1. */
function packText(values: readonly (string | null)[]): [Uint8Array, Float64Array] {
  const ends = new Float64Array(values.length);
  const parts: Buffer[] = [];
  let end = 0;
  values.forEach((value, row) => {
    if (value === null) ends[row] = -1;
    else {
      const part = Buffer.from(value);
      parts.push(part);
      end += part.length;
      ends[row] = end;
    }
  });
  return [Buffer.concat(parts), ends];
}

function unpackText(cells: Uint8Array, ends: StateArray): (string | null)[] {
  const bytes = Buffer.from(cells.buffer, cells.byteOffset, cells.byteLength);
  let from = 0;
  return Array.from(ends, (end) => {
    if (end < 0) return null;
    const text = bytes.toString('utf8', from, end);
    from = end;
    return text;
  });
}
