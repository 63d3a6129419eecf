import type { Table } from '@verisim/core';

/** Puts the first row's cells into all rows, in place: what still reads the table afterwards gives itself away. */
export function overwriteTable(table: Table): void {
  for (const column of table.columns) {
    if (column.storage === 'coded') column.codes.fill(column.codes[0]);
    else if (column.storage === 'numeric') column.values.fill(column.values[0]);
    else (column.values as (string | null)[]).fill(column.values[0]);
  }
}
