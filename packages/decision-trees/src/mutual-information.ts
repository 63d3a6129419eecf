import { entropyTable } from './entropy-table.ts';

/**
 * Mutual information of a contingency table times its total count, in nats: half the likelihood-ratio chi-square of independence.
 *
 * @param counts `rows * columns` counts, one row after the other
 * @param table `n ln n` up to the total count, when the caller has many tables
 */
export function mutualInformation(
  counts: Int32Array,
  rows: number,
  columns: number,
  table: Float64Array = entropyTable(counts.reduce((sum, count) => sum + count, 0)),
): number {
  const rowSums = new Int32Array(rows);
  const columnSums = new Int32Array(columns);
  let total = 0;
  let sum = 0;
  for (let i = 0, cell = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++, cell++) {
      const count = counts[cell];
      if (count === 0) continue;
      rowSums[i] += count;
      columnSums[j] += count;
      total += count;
      sum += table[count];
    }
  }
  for (const count of rowSums) sum -= table[count];
  for (const count of columnSums) sum -= table[count];
  return Math.max(0, sum + table[total]);
}
