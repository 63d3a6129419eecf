import type { Column, Table } from '@verisim/core';

/** How the cells of a row are read before it is compared with others. */
export type RowForm = 'exact' | 'normal';

/**
 * A table as it is, or in the normal form that sees through a light disguise: case and white space folded, numbers to three
 * significant digits.
 */
export function inForm(table: Table, form: RowForm): Table {
  return form === 'exact' ? table : { ...table, columns: table.columns.map(normalColumn) };
}

function normalColumn(column: Column): Column {
  if (column.storage === 'numeric') {
    return { storage: 'numeric', values: column.values.map((value) => Number(value.toPrecision(3))) };
  }
  if (column.storage === 'text') {
    return { storage: 'text', values: column.values.map((value) => (value === null ? null : plain(value))) };
  }
  const levels = [...new Set(column.levels.map(plain))];
  const place = new Map(levels.map((level, code) => [level, code]));
  const map = column.levels.map((level) => place.get(plain(level))!);
  return { storage: 'coded', levels, codes: column.codes.map((code) => (code < 0 ? -1 : map[code])) };
}

function plain(text: string): string {
  return text.toLowerCase().replace(/\s+/g, ' ').trim();
}
