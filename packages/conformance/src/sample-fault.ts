import type { Table, TableSpec } from '@verisim/core';
import { CELL_FAULTS } from './cell-checks.ts';
import { isStored, outline } from './schema-checks.ts';

/** What is wrong with sampled rows of a schema, whatever they were learned from, as a phrase, or `null`. */
export function sampleFault(schema: TableSpec, table: Table, rows: number): string | null {
  if (outline(table.spec) !== outline(schema)) return `samples ${outline(table.spec)} for ${outline(schema)}`;
  if (table.rows !== rows) return `samples ${table.rows} rows for ${rows}`;
  for (const [i, spec] of schema.columns.entries()) {
    const column = table.columns[i];
    if (!isStored(column)) return `samples the ${spec.kind} column "${spec.name}" in the wrong storage`;
    for (let row = 0; row < rows; row++) {
      for (const fault of CELL_FAULTS) {
        const found = fault(column, spec, row);
        if (found !== null) return `samples ${found} in row ${row} of ${JSON.stringify(spec.name)}`;
      }
    }
  }
  return null;
}
