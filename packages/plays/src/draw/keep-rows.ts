import type { Column, Table } from '@verisim/core';

/** The given rows of a table, ascending: stretch by stretch, as checks drop few. Shares nothing with the table. */
export function keepRows(table: Table, rows: Int32Array): Table {
  const stretches = stretchesOf(rows);
  return { spec: table.spec, rows: rows.length, columns: table.columns.map((column) => keepCells(column, stretches)) };
}

/** Rows `from` to before `to` that go to `at` and after. */
interface Stretch {
  readonly at: number;
  readonly from: number;
  readonly to: number;
}

function stretchesOf(rows: Int32Array): Stretch[] {
  const stretches: Stretch[] = [];
  for (let at = 0, end = 0; at < rows.length; at = end) {
    for (end = at + 1; end < rows.length && rows[end] === rows[end - 1] + 1; end++);
    stretches.push({ at, from: rows[at], to: rows[end - 1] + 1 });
  }
  return stretches;
}

function keepCells(column: Column, stretches: readonly Stretch[]): Column {
  if (column.storage === 'text') {
    return { storage: 'text', values: stretches.flatMap(({ from, to }) => column.values.slice(from, to)) };
  }
  const last = stretches.at(-1);
  const rows = last ? last.at + last.to - last.from : 0;
  if (column.storage === 'numeric') {
    const values = new Float64Array(rows);
    for (const { at, from, to } of stretches) values.set(column.values.subarray(from, to), at);
    return { storage: 'numeric', values };
  }
  const codes = new Int32Array(rows);
  for (const { at, from, to } of stretches) codes.set(column.codes.subarray(from, to), at);
  return { storage: 'coded', codes, levels: column.levels };
}
