import { type Column, type ColumnSpec, createTable, type Table } from '@verisim/core';

/** A column with its declaration. */
export interface DeclaredColumn {
  readonly spec: ColumnSpec;
  readonly column: Column;
}

/** The columns of a table by name, in its order. */
export type NamedColumns = ReadonlyMap<string, DeclaredColumn>;

/** A table's columns by name. */
export function namedColumns(table: Table): NamedColumns {
  return new Map(table.spec.columns.map((spec, i) => [spec.name, { spec, column: table.columns[i] }]));
}

/** A table without constraints of all these columns. */
export function tableOfColumns(columns: NamedColumns): Table {
  const all = [...columns.values()];
  return createTable(
    all.map(({ spec }) => spec),
    all.map(({ column }) => column),
  );
}

/** The same columns without some and with others, which replace those of their name in place or come last. */
export function replaceColumns(
  columns: NamedColumns,
  without: readonly string[],
  others: readonly DeclaredColumn[],
): NamedColumns {
  const changed = new Map(columns);
  for (const name of without) changed.delete(name);
  for (const other of others) changed.set(other.spec.name, other);
  return changed;
}

/** The numbers of a column that is known to hold them. Throws a `RangeError` where it does not. */
export function numbersOf(column: Column | undefined): Float64Array {
  if (column?.storage !== 'numeric') throw new RangeError(`numbersOf: the column is ${column?.storage ?? 'not there'}`);
  return column.values;
}
