import { type Column, type Random, type RowHashes, rowHashes, shuffle, type Table } from '@verisim/core';

/**
 * A random sample of rows, at most `most`, in random order, that does not depend on the order in which the table holds them:
 * rows are ordered by a hash of their cells first, and equal rows are interchangeable. Nor does it depend on what levels are called.
 */
export function sampleRows(table: Table, most: number, random: Random): Int32Array {
  const order = hashOrder(namelessHashes(table));
  if (order.length <= most) return shuffle(order, random);
  for (let i = 0; i < most; i++) {
    const other = random.int(i, order.length);
    const held = order[i];
    order[i] = order[other];
    order[other] = held;
  }
  return order.slice(0, most);
}

/**
 * Row hashes in which a level counts as the company it keeps, not as its name: first as how often it occurs, then as the sum of the hashes of its rows.
 */
function namelessHashes(table: Table): RowHashes {
  const { high } = rowHashes(withLevelValues(table, new Uint32Array(table.rows).fill(1)));
  for (let row = 0; row < high.length; row++) high[row] >>>= 8;
  return rowHashes(withLevelValues(table, high));
}

/** Levels as the sum of the masses of their rows. Plain loops: this runs over every cell, and callbacks made it a third of all. */
function withLevelValues(table: Table, masses: Uint32Array): Table {
  const columns = table.columns.map((column): Column => {
    if (column.storage !== 'coded') return column;
    const { codes, levels } = column;
    const sums = new Float64Array(levels.length + 1);
    for (let row = 0; row < codes.length; row++) sums[codes[row] + 1] += masses[row];
    sums[0] = NaN;
    const values = new Float64Array(codes.length);
    for (let row = 0; row < codes.length; row++) values[row] = sums[codes[row] + 1];
    return { storage: 'numeric', values };
  });
  return { ...table, columns };
}

/** Row numbers by ascending hash: a radix sort of 16 bits a pass. */
function hashOrder({ high, low }: RowHashes): Int32Array {
  let order = Int32Array.from({ length: high.length }, (_, i) => i);
  let other = new Int32Array(high.length);
  for (const [words, shift] of [
    [low, 0],
    [low, 16],
    [high, 0],
    [high, 16],
  ] as const) {
    const starts = new Int32Array(65_537);
    for (let i = 0; i < words.length; i++) starts[((words[i] >>> shift) & 0xffff) + 1]++;
    for (let digit = 0; digit < 65_536; digit++) starts[digit + 1] += starts[digit];
    for (let i = 0; i < order.length; i++) other[starts[(words[order[i]] >>> shift) & 0xffff]++] = order[i];
    [order, other] = [other, order];
  }
  return order;
}
