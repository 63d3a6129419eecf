import { rowHashes, type Table } from '@verisim/core';

/** For each row the first row of the table that it equals in every cell (by 53 bits of a hash), itself when it is the first. */
export function originalsOf(table: Table): Int32Array {
  const { high, low } = rowHashes(table);
  const first = new Map<number, number>();
  return Int32Array.from({ length: table.rows }, (_, row) => {
    const key = high[row] * 0x200000 + (low[row] & 0x1fffff);
    const known = first.get(key);
    if (known === undefined) first.set(key, row);
    return known ?? row;
  });
}
