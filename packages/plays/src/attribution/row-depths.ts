import { columnOf, type Lineage, type NumericColumn } from '@verisim/core';

/** The depth of rows that a generator makes from rows of this lineage: one more than the deepest. */
export function depthAfter(lineage: Lineage): number {
  return Math.max(0, ...depthsOf(lineage).keys()) + 1;
}

/** Rows by depth (0 real, 1 made from real, 2 made from made rows), ascending. */
export function depthsOf(lineage: Lineage): ReadonlyMap<number, Int32Array> {
  const { values } = columnOf(lineage, 'depth') as NumericColumn;
  const rows = new Map<number, number[]>();
  for (const [row, depth] of values.entries()) {
    const known = rows.get(depth);
    if (known) known.push(row);
    else rows.set(depth, [row]);
  }
  return new Map([...rows].sort(([a], [b]) => a - b).map(([depth, own]) => [depth, Int32Array.from(own)]));
}
