import { type Column, type ColumnSpec, columnLength, type Table, type TableSpec } from '@verisim/core';
import { pluginFailed } from './errors.ts';

/** A table on its way between threads. Levels that are the schema's own are left behind and put back on arrival. */
export interface PackedTable {
  readonly rows: number;
  readonly specs: readonly ColumnSpec[];
  readonly columns: readonly PackedColumn[];
}

type PackedColumn =
  | Exclude<Column, { storage: 'coded' }>
  | { readonly storage: 'coded'; readonly codes: Int32Array; readonly levels: readonly string[] | null };

/**
 * Packs a table and lists the buffers to be handed over. A model may go on using what it returned (a constant column, a slice of its
 * state), and what is handed over is gone for the sender, so cells are copied once and the copies handed over: copying
 * 65,536 rows of 15 columns takes about 6 ms, drawing them with `trees` 165 ms.
 */
export function packTable(table: Table, schema: TableSpec): { packed: PackedTable; buffers: ArrayBuffer[] } {
  const buffers: ArrayBuffer[] = [];
  const handOver = <T extends Float64Array | Int32Array>(values: T): T => {
    const copy = values.slice() as T;
    buffers.push(copy.buffer as ArrayBuffer);
    return copy;
  };
  const columns = table.columns.map((column, i): PackedColumn => {
    if (column.storage === 'text') return column;
    if (column.storage === 'numeric') return { storage: 'numeric', values: handOver(column.values) };
    const levels = sameLevels(column.levels, schema.columns[i].levels) ? null : column.levels;
    return { storage: 'coded', codes: handOver(column.codes), levels };
  });
  const specs = table.spec.columns.map((spec) => (spec.levels ? { ...spec, levels: undefined } : spec));
  return { packed: { rows: table.rows, specs, columns }, buffers };
}

/** The table that was packed. */
export function unpackTable(packed: PackedTable, schema: TableSpec): Table {
  const columns = packed.columns.map((column, i): Column => {
    if (column.storage !== 'coded') return column;
    return { ...column, levels: column.levels ?? schema.columns[i].levels! };
  });
  const specs = packed.specs.map((spec, i): ColumnSpec => {
    const column = columns[i];
    if (columnLength(column) !== packed.rows) {
      throw pluginFailed('RangeError', `column "${spec.name}" has ${columnLength(column)} of ${packed.rows} cells`);
    }
    return column.storage === 'coded' ? { ...spec, levels: column.levels } : spec;
  });
  return { spec: { columns: specs }, rows: packed.rows, columns };
}

function sameLevels(a: readonly string[], b: readonly string[] | undefined): boolean {
  return a === b || (b !== undefined && a.length === b.length && a.every((level, i) => level === b[i]));
}
