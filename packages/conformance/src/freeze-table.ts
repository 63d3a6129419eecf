import type { Table } from '@verisim/core';
import { copyTable } from './copy-table.ts';

/** A copy whose objects and lists cannot be changed; the typed arrays still can, the language does not let them be frozen. */
export function freezeTable(table: Table): Table {
  const copy = copyTable(table);
  for (const spec of copy.spec.columns) {
    if (spec.levels) Object.freeze(spec.levels);
    if (spec.bounds) Object.freeze(spec.bounds);
    Object.freeze(spec);
  }
  for (const column of copy.columns) {
    if (column.storage === 'coded') Object.freeze(column.levels);
    if (column.storage === 'text') Object.freeze(column.values);
    Object.freeze(column);
  }
  Object.freeze(copy.spec.columns);
  Object.freeze(copy.spec);
  Object.freeze(copy.columns);
  return Object.freeze(copy);
}
