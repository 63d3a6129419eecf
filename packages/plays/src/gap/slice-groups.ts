import type { Table } from '@verisim/core';
import { partedColumns } from './parted-columns.ts';

/** The part that each row has in each feature, by the column's name. */
export type Groups = ReadonlyMap<string, { readonly codes: Int32Array; readonly parts: number }>;

/** Every feature in levels or quarters; missing cells and rare levels share a part of their own. */
export function sliceGroups(table: Table, target: string): Groups {
  const [, ...features] = partedColumns(table, target, Number.POSITIVE_INFINITY);
  return new Map(
    features.map(({ name, codes, counts }) => [
      name,
      { codes: codes.map((code) => (code < 0 ? counts.length : code)), parts: counts.length + 1 },
    ]),
  );
}

/**
 * The rows by what parts they have in some columns, each group in the order given. A slice is held against rows within such groups: among all other
 * rows a model also tells groups from each other, which is easier than telling rows within one, and every slice would look bad beside that.
 */
export function groupRows(groups: Groups, columns: readonly string[], rows: Int32Array): readonly Int32Array[] {
  const cut = columns.flatMap((column) => groups.get(column) ?? []);
  const found = new Map<number, number[]>();
  for (const row of rows) {
    let key = 0;
    for (const { codes, parts } of cut) key = key * parts + codes[row];
    const own = found.get(key);
    if (own) own.push(row);
    else found.set(key, [row]);
  }
  return [...found.values()].map((group) => Int32Array.from(group));
}
