import type { Column, ColumnSpec, Table } from '@verisim/core';

/** A column and its declaration. */
export interface DeclaredColumn {
  readonly spec: ColumnSpec;
  readonly column: Column;
}

/** A table's column by name, `null` when it has none. */
export function findColumn(table: Table | undefined, name: string): DeclaredColumn | null {
  const at = table ? table.spec.columns.findIndex((spec) => spec.name === name) : -1;
  return table && at >= 0 ? { spec: table.spec.columns[at], column: table.columns[at] } : null;
}
