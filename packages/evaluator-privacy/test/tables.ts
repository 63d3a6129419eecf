import {
  type CodedColumn,
  type Column,
  type ColumnKind,
  createTable,
  type NumericColumn,
  type Table,
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

/** A table of named columns with their kinds. */
export function table(columns: Readonly<Record<string, readonly [ColumnKind, Column]>>): Table {
  const names = Object.keys(columns);
  return createTable(
    names.map((name) => ({ name, kind: columns[name][0], nullable: true, role: 'feature' })),
    names.map((name) => columns[name][1]),
  );
}
