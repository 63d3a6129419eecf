import { type Column, type ColumnSpec, cellOf, isMissing, type Table } from '@verisim/core';
import { instantText } from './instant-text.ts';

/** How a column's cells are put into a row object. */
export type CellWriter = (row: number) => unknown;

/** A row as an object without a prototype, so that a column may bear any name; what a writer leaves `undefined` is left out. */
export function writeRow(
  names: readonly string[],
  writers: readonly CellWriter[],
  row: number,
): Record<string, unknown> {
  const object: Record<string, unknown> = Object.create(null);
  for (let i = 0; i < names.length; i++) {
    const cell = writers[i](row);
    if (cell !== undefined) object[names[i]] = cell;
  }
  return object;
}

/**
 * A row as the JSON that {@link toJsonSchema} describes: missing cells `null`, instants as ISO 8601 text (days where the format
 * shows no time), and booleans whose levels are `true` and `false` as booleans.
 */
export function rowObject(table: Table, row: number): Record<string, unknown> {
  const { columns } = table.spec;
  const writers = columns.map((spec, i) => jsonWriter(spec, table.columns[i]));
  return writeRow(
    columns.map(({ name }) => name),
    writers,
    row,
  );
}

/** Cells as JSON values. */
export function jsonWriter(spec: ColumnSpec, column: Column): CellWriter {
  const truth = isTruth(spec);
  return (row) => {
    if (isMissing(column, row)) return null;
    const cell = cellOf(column, row);
    if (truth) return cell === 'true';
    if (spec.kind !== 'datetime') return cell;
    const text = instantText(Number(cell), spec.zone);
    return isDay(spec) ? text.split('T')[0] : text;
  };
}

/** Whether a column holds days: instants without a zone whose format shows no time of day. */
export function isDay({ kind, zone, format }: ColumnSpec): boolean {
  return kind === 'datetime' && zone === undefined && format !== undefined && !/%-?[HIMSfgnpTRXcZz]/.test(format);
}

/** Whether a column is written as `true` and `false`. */
export function isTruth({ kind, levels }: ColumnSpec): boolean {
  return kind === 'boolean' && (levels ?? []).every((level) => level === 'true' || level === 'false');
}
