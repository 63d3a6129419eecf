import { cellOf, columnKinds, type Table } from '@verisim/core';

/**
 * A score for `dpAudit` where rows are released: over all cells of the canary, how many released rows hold the same value in that column, each
 * weighted by how rare the value is in the data (-ln of its share). Identifiers and text that nobody models tell nothing.
 */
export function canaryLikeness(data: Table, canary: Table): (released: Table) => number {
  const cells = canary.spec.columns.flatMap((spec, i) => {
    if (columnKinds[spec.kind].storage === 'text') return [];
    const cell = cellOf(canary.columns[i], 0);
    const column = data.spec.columns.findIndex(({ name }) => name === spec.name);
    const share = (countOf(data, column, cell) + 1) / (data.rows + 2);
    return [{ name: spec.name, cell, weight: -Math.log(share) }];
  });
  return (released) =>
    cells.reduce((sum, { name, cell, weight }) => {
      const column = released.spec.columns.findIndex((spec) => spec.name === name);
      return sum + weight * countOf(released, column, cell);
    }, 0);
}

function countOf(table: Table, column: number, cell: number | string | null): number {
  if (column < 0) return 0;
  let count = 0;
  for (let row = 0; row < table.rows; row++) if (cellOf(table.columns[column], row) === cell) count++;
  return count;
}
