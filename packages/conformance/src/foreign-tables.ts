import type { Column, Table } from '@verisim/core';

/** The same columns without a row; their levels stay. */
export function withoutRows(table: Table): Table {
  const columns = table.columns.map((column): Column => {
    if (column.storage === 'coded') return { ...column, codes: new Int32Array() };
    return column.storage === 'numeric' ? { ...column, values: new Float64Array() } : { ...column, values: [] };
  });
  return { ...table, rows: 0, columns };
}

/** The names stay where they are and the columns move on by one, so that names stand for other kinds. */
export function misplaceColumns(table: Table): Table {
  const { columns } = table.spec;
  const moved = columns.map((_, i) => (i + 1) % columns.length);
  return {
    spec: { columns: moved.map((at, i) => ({ ...columns[at], name: columns[i].name })) },
    rows: table.rows,
    columns: moved.map((at) => table.columns[at]),
  };
}
