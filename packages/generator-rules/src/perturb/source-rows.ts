import {
  type Column,
  columnsWithRole,
  createTable,
  dropColumns,
  type Json,
  type StateArray,
  type Table,
  type TableSpec,
  takeRows,
} from '@verisim/core';

/** A table as JSON and arrays of their own memory; texts as UTF-16 units, so that halves of surrogate pairs survive. */
export function saveTable({ spec, columns }: Table): { json: Json; arrays: Record<string, StateArray> } {
  const arrays: Record<string, StateArray> = {};
  columns.forEach((column, i) => {
    if (column.storage === 'numeric') arrays[`c${i}.values`] = column.values.slice();
    else if (column.storage === 'coded') arrays[`c${i}.codes`] = column.codes.slice();
    else Object.assign(arrays, textArrays(column.values, `c${i}`));
  });
  const levels = columns.map((column) => (column.storage === 'coded' ? column.levels : null));
  return { json: JSON.parse(JSON.stringify({ spec, levels })) as Json, arrays };
}

/** The table of {@link saveTable}. */
export function loadTable(json: Json, arrays: Readonly<Record<string, StateArray>>): Table {
  const { spec, levels } = json as unknown as { spec: TableSpec; levels: readonly (readonly string[] | null)[] };
  const columns = spec.columns.map((_, i): Column => {
    const values = arrays[`c${i}.values`] as Float64Array | undefined;
    if (values !== undefined) return { storage: 'numeric', values };
    const codes = arrays[`c${i}.codes`] as Int32Array | undefined;
    if (codes !== undefined) return { storage: 'coded', codes, levels: levels[i]! };
    return {
      storage: 'text',
      values: textsOf(arrays[`c${i}.units`] as Uint16Array, arrays[`c${i}.lengths`] as Int32Array),
    };
  });
  return createTable(spec.columns, columns, spec.constraints);
}

/** A copy of the rows, without what an earlier generator said of them: the model's own, whatever becomes of the source. */
export function ownRows(table: Table): Table {
  const all = Int32Array.from({ length: table.rows }, (_, row) => row);
  return takeRows(dropColumns(table, columnsWithRole(table.spec, 'lineage')), all);
}

function textArrays(values: readonly (string | null)[], name: string): Record<string, StateArray> {
  const lengths = Int32Array.from(values, (value) => value?.length ?? -1);
  const units = new Uint16Array(lengths.reduce((sum, length) => sum + Math.max(0, length), 0));
  let at = 0;
  for (const value of values) for (let i = 0; i < (value?.length ?? 0); i++) units[at++] = value!.charCodeAt(i);
  return { [`${name}.units`]: units, [`${name}.lengths`]: lengths };
}

/** Units that one call takes. */
const CHUNK = 8192;

function textsOf(units: Uint16Array, lengths: Int32Array): readonly (string | null)[] {
  let from = 0;
  return Array.from(lengths, (length) => {
    if (length < 0) return null;
    let text = '';
    for (const end = from + length; from < end; ) {
      const to = Math.min(end, from + CHUNK);
      text += String.fromCharCode(...units.subarray(from, to));
      from = to;
    }
    return text;
  });
}
