import { type ColumnSpec, concatTables, createTable, type Table, takeColumns } from '@verisim/core';

/** Rows of two tables with a column that says which is which. */
export interface LabelledUnion {
  readonly table: Table;
  /** The column's name; its levels are `no` (the first table's rows) and `yes`. */
  readonly target: string;
}

/**
 * One table above the other, in the columns that both have and store alike, with a target that is `yes` in the rows of the second. What
 * was a target becomes a feature, or is left out with `without`.
 */
export function labelledUnion(first: Table, second: Table, without?: string): LabelledUnion {
  const storages = new Map(second.spec.columns.map(({ name }, i) => [name, second.columns[i].storage]));
  const names = first.spec.columns
    .filter(({ name }, i) => name !== without && storages.get(name) === first.columns[i].storage)
    .map(({ name }) => name);
  const one = takeColumns(first, names);
  const other = createTable(one.spec.columns, takeColumns(second, names).columns);
  const both = concatTables([createTable(one.spec.columns, one.columns), other]);
  let target = 'second';
  while (names.includes(target)) target += "'";
  const codes = Int32Array.from({ length: both.rows }, (_, row) => Number(row >= first.rows));
  const spec: ColumnSpec = { name: target, kind: 'boolean', nullable: false, role: 'target' };
  const features = both.spec.columns.map((column) =>
    column.role === 'target' ? { ...column, role: 'feature' as const } : column,
  );
  return {
    table: createTable([...features, spec], [...both.columns, { storage: 'coded', codes, levels: ['no', 'yes'] }]),
    target,
  };
}
