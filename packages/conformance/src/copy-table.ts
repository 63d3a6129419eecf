import type { Column, Table } from '@verisim/core';

/** The same table in memory of its own. */
export function copyTable(table: Table): Table {
  return { spec: structuredClone(table.spec), rows: table.rows, columns: table.columns.map(copyColumn) };
}

function copyColumn(column: Column): Column {
  if (column.storage === 'numeric') return { storage: 'numeric', values: column.values.slice() };
  if (column.storage === 'text') return { storage: 'text', values: column.values.slice() };
  return { storage: 'coded', codes: column.codes.slice(), levels: column.levels.slice() };
}
