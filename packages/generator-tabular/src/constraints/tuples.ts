import {
  type Column,
  type ColumnSpec,
  type Combination,
  columnKinds,
  createTable,
  type Json,
  parseInstant,
  type Table,
  type TableSpec,
  takeFromColumn,
} from '@verisim/core';
import { createTupleNumbers } from './tuple-numbers.ts';

/** The combinations of some columns that occur. */
export interface Tuples {
  /** One row for each combination, in order of first appearance. */
  readonly table: Table;
  /** How often each occurs. */
  readonly counts: Int32Array;
  /** The combination of each row they were found in. */
  readonly codes: Int32Array;
}

/** The combinations of these columns in the rows of a table; `null` when there are more than `most`. */
export function findTuples(table: Table, names: readonly string[], most: number = Infinity): Tuples | null {
  const places = names.map((name) => table.spec.columns.findIndex((spec) => spec.name === name));
  const codes = createTupleNumbers()(places.map((at) => table.columns[at]));
  const first: number[] = [];
  codes.forEach((code, row) => {
    if (code === first.length) first.push(row);
  });
  if (first.length > most) return null;
  const counts = new Int32Array(first.length);
  for (const code of codes) counts[code]++;
  const specs = places.map((at) => table.spec.columns[at]);
  return {
    table: createTable(
      specs,
      places.map((at) => takeFromColumn(table.columns[at], first)),
    ),
    counts,
    codes,
  };
}

/** Listed combinations as a table, a level that the column does not have as a new one. */
export function listedTuples(specs: readonly ColumnSpec[], listed: readonly Combination[]): Table {
  const columns = specs.map((spec, place): Column => {
    const { storage } = columnKinds[spec.kind];
    const cells = listed.map((tuple) => tuple[place]);
    if (storage === 'numeric') {
      const numbers = cells.map((cell) => {
        if (cell === null) return Number.NaN;
        return spec.kind === 'datetime' ? parseInstant(String(cell)) : Number(cell);
      });
      return { storage, values: Float64Array.from(numbers) };
    }
    const texts = cells.map((cell) => (cell === null ? null : String(cell)));
    if (storage === 'text') return { storage, values: texts };
    const levels = [...new Set([...(spec.levels ?? []), ...texts.filter((text) => text !== null)])];
    return { storage, levels, codes: Int32Array.from(texts, (text) => (text === null ? -1 : levels.indexOf(text))) };
  });
  return createTable(specs, columns);
}

/** Combinations as JSON: a list for each column, coded ones as codes. */
export function saveTuples(table: Table): Json {
  return table.columns.map((column) => {
    if (column.storage === 'coded') return Array.from(column.codes);
    return Array.from<number | string | null, Json>(column.values, (value) =>
      typeof value === 'number' ? (Number.isNaN(value) ? null : value + 0) : value,
    );
  });
}

/** The combinations of {@link saveTuples}, of these columns of a schema. */
export function loadTuples(spec: TableSpec, names: readonly string[], saved: Json): Table {
  const specs = names.map((name) => spec.columns.find((column) => column.name === name) as ColumnSpec);
  const columns = (saved as readonly (readonly (number | string | null)[])[]).map((cells, i): Column => {
    const { storage } = columnKinds[specs[i].kind];
    if (storage === 'coded')
      return { storage, codes: Int32Array.from(cells as number[]), levels: specs[i].levels ?? [] };
    if (storage === 'text') return { storage, values: cells as (string | null)[] };
    return { storage, values: Float64Array.from(cells, (cell) => (cell === null ? Number.NaN : Number(cell))) };
  });
  return createTable(specs, columns);
}
