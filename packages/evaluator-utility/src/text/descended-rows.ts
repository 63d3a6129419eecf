import { columnOf, isMissing, LINEAGE_PREFIX, type Table } from '@verisim/core';

const PARENTS = `${LINEAGE_PREFIX}parents`;

/**
 * 1 for each row that says which rows it descends from (`lineage:parents`), beside others that do not: a penalty is to be chosen by rows as they will be
 * predicted, and made rows are more alike than these. `null` where none or all do.
 */
export function descendedRows(table: Table): Uint8Array | null {
  if (!table.spec.columns.some(({ name }) => name === PARENTS)) return null;
  const parents = columnOf(table, PARENTS);
  const descended = Uint8Array.from({ length: table.rows }, (_, row) => Number(!isMissing(parents, row)));
  return descended.includes(0) && descended.includes(1) ? descended : null;
}
