import type { RowHashes } from '@verisim/core';

/** The rows that equal an earlier row, ascending. */
export function repeatedRows({ high, low }: RowHashes): Int32Array {
  const mask = 2 ** Math.ceil(Math.log2(2 * high.length + 2)) - 1;
  /** The first row of each hash, from 1 on, in an open table. */
  const firsts = new Int32Array(mask + 1);
  const repeated: number[] = [];
  for (let row = 0; row < high.length; row++) {
    const first = findFirst(firsts, mask, high, low, row);
    if (first !== row) repeated.push(row);
  }
  return Int32Array.from(repeated);
}

/** The first row that equals `row`: itself, from now on, when none did so far. */
function findFirst(firsts: Int32Array, mask: number, high: Uint32Array, low: Uint32Array, row: number): number {
  let slot = (high[row] ^ low[row]) & mask;
  for (;;) {
    const first = firsts[slot] - 1;
    if (first < 0) {
      firsts[slot] = row + 1;
      return row;
    }
    if (high[first] === high[row] && low[first] === low[row]) return first;
    slot = (slot + 1) & mask;
  }
}
