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
    const row = column.codes.findIndex((code) => code < -1 || code >= column.levels.length);
    if (row >= 0) throw badTable(spec.name, row + 1, `the code ${column.codes[row]} is not one of its levels`);
  }
}

function checkNumbers(spec: ColumnSpec, values: Float64Array): void {
  const { whole } = columnKinds[spec.kind];
  for (let row = 0; row < values.length; row++) {
    const value = values[row];
    if (Number.isNaN(value) || (whole ? Number.isSafeInteger(value) : Number.isFinite(value))) continue;
    throw badTable(spec.name, row + 1, `${value} is not ${whole ? 'a whole number of at most 2^53 - 1' : 'finite'}`);
  }
}

function checkTexts(spec: ColumnSpec, values: readonly (string | null)[]): void {
  const row = values.findIndex((value) => value !== null && !value.isWellFormed());
  if (row >= 0) throw badTable(spec.name, row + 1, 'the text holds half a character (a lone surrogate)');
}
