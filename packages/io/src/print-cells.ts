import { formatReader } from './date-formats.ts';
import type { NumberCells, SourceColumn, TextCells } from './source.ts';
import { textCells } from './text-cells.ts';

/** Numbers as the texts they are printed as; texts stay as they are. */
export function printCells(column: SourceColumn, cells: NumberCells | TextCells, rows: number): TextCells {
  if (cells.storage === 'cells') return cells;
  const format = column.native === 'instant' ? formatReader(column.format ?? '%Y-%m-%d', column.zone) : null;
  const print = (value: number) => format?.print(value) ?? printNumber(value);
  const { values } = cells;
  return textCells(Array.from({ length: rows }, (_, row) => (Number.isNaN(values[row]) ? null : print(values[row]))));
}

/** A number in the shortest way that reads back the same; whole ones that a double does not hold exactly with an exponent. */
export function printNumber(value: number): string {
  if (value === 0) return Object.is(value, -0) ? '-0' : '0';
  return Math.abs(value) > Number.MAX_SAFE_INTEGER ? value.toExponential() : String(value);
}
