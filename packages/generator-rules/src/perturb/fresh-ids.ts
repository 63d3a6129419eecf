import type { Column } from '@verisim/core';

/** Whether no two rows of a source share an id: then rows made from it get ids of their own. Ids that repeat say what a row belongs to, and are kept. */
export function isKey(column: Column): boolean {
  if (column.storage !== 'text') return false;
  const present = column.values.filter((value) => value !== null);
  return new Set(present).size === present.length;
}

/** The ids of a block's rows: the parent's and the row's place, which no other row has. */
export function freshIds(column: Column, block: number): Column {
  if (column.storage !== 'text') return column;
  return { storage: 'text', values: column.values.map((id, row) => (id === null ? null : `${id}~${block}-${row}`)) };
}
