import {
  type ColumnTest,
  type Condition,
  columnKinds,
  matchRows,
  resolveConditions,
  rowHashCounts,
  rowHashes,
  type Table,
  takeColumns,
  takeRows,
} from '@verisim/core';

/** The lineage tag of a row that shows what no training row shows. */
export const EXTRAPOLATION = 'extrapolation';

/**
 * A test of rows drawn under conditions: 1 for each row that is an extrapolation, 0 for the others. A row is one when no training row meets all
 * conditions with the same values in those columns whose values the conditions list (`=`, `in`); ranges and missingness ask only that some training row meets
 * them. Conditions on columns that are not modelled (identifiers, text) do not count. `null` without conditions or training rows.
 */
export function extrapolationTest(train: Table, where: readonly Condition[]): ((table: Table) => Uint8Array) | null {
  const tests = resolveConditions(train.spec, where).filter(({ spec }) => columnKinds[spec.kind].storage !== 'text');
  if (tests.length === 0 || train.rows === 0) return null;
  const met = matchRows(train, tests);
  const listed = tests.filter(listsValues).map(({ spec }) => spec.name);
  if (met.length === 0) return (table) => new Uint8Array(table.rows).fill(1);
  if (listed.length === 0) return (table) => new Uint8Array(table.rows);
  const shown = rowHashCounts(rowHashes(takeRows(takeColumns(train, listed), met)));
  return (table) => {
    const { high, low } = rowHashes(takeColumns(table, listed));
    return Uint8Array.from(high, (value, row) => (shown(value, low[row]) > 0 ? 0 : 1));
  };
}

function listsValues({ codes, values }: ColumnTest): boolean {
  return values !== null || codes?.includes(0) === true;
}
