import { type Column, type ColumnSpec, columnKinds, type Table } from '@verisim/core';
import { badColumnName, badTable, noColumns } from './errors.ts';
import type { FormatName } from './format.ts';
import { instantPrinter } from './instant-printer.ts';

/** Makes sure that a file will hold exactly what the table holds. Throws `io/no-columns`, `io/bad-column-name`, `io/bad-table`. */
export function checkWritableTable(path: string, format: FormatName, table: Table): void {
  if (table.columns.length === 0) throw noColumns(path);
  const seen = new Map<string, string>();
  for (const { name } of table.spec.columns) {
    if (name === '') throw badColumnName(path, name, 'is empty');
    if (!name.isWellFormed()) throw badColumnName(path, name, 'holds half a character (a lone surrogate)');
    if (format !== 'parquet') continue;
    if (name.includes('\0')) throw badColumnName(path, name, 'holds a NUL character, which Parquet names cannot');
    const other = seen.get(name.toLowerCase());
    if (other !== undefined) throw badColumnName(path, name, `differs from "${other}" in case alone`);
    seen.set(name.toLowerCase(), name);
  }
  table.spec.columns.forEach((spec, i) => {
    checkColumn(spec, table.columns[i]);
  });
}

function checkColumn(spec: ColumnSpec, column: Column): void {
  if (spec.kind === 'datetime') instantPrinter(spec);
  if (column.storage === 'numeric') checkNumbers(spec, column.values);
  else if (column.storage === 'text') checkTexts(spec, column.values);
  else {
    checkTexts(spec, column.levels);
    const { codes, levels } = column;
    const row = firstUnknown(codes, levels.length);
    if (row >= 0) throw badTable(spec.name, row + 1, `the code ${codes[row]} is not one of its levels`);
  }
}

/** The first row with a code that stands for no level and not for a missing cell, -1 when there is none. */
function firstUnknown(codes: Int32Array, levels: number): number {
  for (let row = 0; row < codes.length; row++) if ((codes[row] + 1) >>> 0 > levels) return row;
  return -1;
}

function checkNumbers(spec: ColumnSpec, values: Float64Array): void {
  const { whole } = columnKinds[spec.kind];
  const row = whole ? firstBroken(values) : firstInfinite(values);
  if (row < 0) return;
  const what = whole ? 'a whole number of at most 2^53 - 1' : 'finite';
  throw badTable(spec.name, row + 1, `${values[row]} is not ${what}`);
}

function firstInfinite(values: Float64Array): number {
  for (let row = 0; row < values.length; row++) if (Math.abs(values[row]) === Number.POSITIVE_INFINITY) return row;
  return -1;
}

/** The first row with a number that is not whole or beyond 2^53 - 1, -1 when there is none. */
function firstBroken(values: Float64Array): number {
  for (let row = 0; row < values.length; row++) {
    const value = values[row];
    const fits = Math.abs(value) <= Number.MAX_SAFE_INTEGER && Math.floor(value) === value;
    if (!fits && !Number.isNaN(value)) return row;
  }
  return -1;
}

function checkTexts(spec: ColumnSpec, values: readonly (string | null)[]): void {
  for (let row = 0; row < values.length; row++) {
    if (values[row]?.isWellFormed() !== false) continue;
    throw badTable(spec.name, row + 1, 'the text holds half a character (a lone surrogate)');
  }
}
