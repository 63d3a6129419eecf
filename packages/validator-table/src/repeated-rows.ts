import type { RowHashes } from '@verisim/core';

/** The rows that equal an earlier row, ascending; compares 53 of the 64 bits, as core's `rowHashCounts` does. */
export function repeatedRows(hashes: RowHashes): Int32Array {
  const seen = new Set<number>();
  const repeated: number[] = [];
  for (let row = 0; row < hashes.high.length; row++) {
    const size = seen.size;
    if (seen.add(hashes.high[row] * 0x200000 + (hashes.low[row] & 0x1fffff)).size === size) repeated.push(row);
  }
  return Int32Array.from(repeated);
}
