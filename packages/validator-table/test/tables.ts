import {
  type CodedColumn,
  type Column,
  type ColumnSpec,
  createTable,
  type NumericColumn,
  type Table,
  type TextColumn,
} from '@verisim/core';

/** A numeric column; `null` = missing. */
export const numbers = (...values: readonly (number | null)[]): NumericColumn => ({
  storage: 'numeric',
  values: Float64Array.from(values, (value) => value ?? Number.NaN),
});

/** A coded column with levels in order of first appearance; `null` = missing. */
export function levels(...cells: readonly (string | null)[]): CodedColumn {
  const known = [...new Set(cells.filter((cell) => cell !== null))];
  const codes = Int32Array.from(cells, (cell) => (cell === null ? -1 : known.indexOf(cell)));
  return { storage: 'coded', codes, levels: known };
}

/** A text or id column. */
export const texts = (...values: readonly (string | null)[]): TextColumn => ({ storage: 'text', values });

/** A table of named columns; what is not said of a column is the default of its storage, and that nothing may be missing. */
export function table(columns: Readonly<Record<string, readonly [Column, Partial<ColumnSpec>?]>>): Table {
  const kinds = { numeric: 'number', coded: 'category', text: 'id' } as const;
  const names = Object.keys(columns);
  return createTable(
    names.map((name): ColumnSpec => {
      const [column, spec] = columns[name];
      return { name, kind: kinds[column.storage], nullable: false, role: 'feature', ...spec };
    }),
    names.map((name) => columns[name][0]),
  );
}
