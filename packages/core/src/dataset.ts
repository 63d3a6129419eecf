import { sha256, toHex } from '@verisim/random';
import { tableMismatch } from './errors.ts';
import { canonicalJson } from './json.ts';
import type { Lineage } from './lineage.ts';
import { type Table, takeRows } from './table.ts';
import { tableHash } from './table-hash.ts';

/** A table and where each of its rows comes from. */
export interface TrackedTable {
  readonly table: Table;
  readonly lineage: Lineage;
}

/** Named tables with lineage. A text corpus is a table with a text column, events a table with a datetime column. */
export interface Dataset {
  readonly tables: Readonly<Record<string, TrackedTable>>;
  /** The version of the data set that this one was made from; several for a blend, the real one first. */
  readonly parent: string | readonly string[] | null;
}

/** Puts a table and its lineage together. Throws `core/table-mismatch` when they differ in length. */
export function trackedTable(table: Table, lineage: Lineage): TrackedTable {
  if (table.rows !== lineage.rows) throw tableMismatch(`${table.rows} rows with ${lineage.rows} rows of lineage`);
  return { table, lineage };
}

/** A data set of one table, named `data`. */
export function singleTable(table: Table, lineage: Lineage, parent: Dataset['parent'] = null): Dataset {
  return { tables: { data: trackedTable(table, lineage) }, parent };
}

/** The given rows with their lineage. */
export function takeTrackedRows(tracked: TrackedTable, rows: ArrayLike<number>): TrackedTable {
  return { table: takeRows(tracked.table, rows), lineage: takeRows(tracked.lineage, rows) };
}

/** The content-hash version of a data set: 64 hexadecimal digits over names, cells, lineage and parent. */
export function datasetVersion(dataset: Dataset): string {
  const names = Object.keys(dataset.tables).sort();
  const parts = names.map((name) => {
    const { table, lineage } = dataset.tables[name];
    return [name, tableHash(table), tableHash(lineage)];
  });
  return toHex(sha256(canonicalJson([dataset.parent, parts])));
}
