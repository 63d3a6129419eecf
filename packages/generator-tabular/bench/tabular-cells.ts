import type { Table } from '@verisim/core';

/** Synthetic numbers with more decimals than the training column ever shows, or beyond its range. */
export function strangeCells(train: Table, synthetic: Table): number {
  let strange = 0;
  for (const [i, column] of train.columns.entries()) {
    const found = synthetic.columns[i];
    if (column.storage !== 'numeric' || found.storage !== 'numeric') continue;
    let [least, most, decimals] = [Infinity, -Infinity, 0];
    for (const value of column.values) {
      if (Number.isNaN(value)) continue;
      least = Math.min(least, value);
      most = Math.max(most, value);
      decimals = Math.max(decimals, decimalsOf(value));
    }
    for (const value of found.values) if (value < least || value > most || decimalsOf(value) > decimals) strange++;
  }
  return strange;
}

/** Decimals of the shortest text that is this number. */
function decimalsOf(value: number): number {
  if (Number.isInteger(value) || Number.isNaN(value)) return 0;
  const [digits, exponent = '0'] = String(value).split('e');
  return Math.max(0, (digits.split('.')[1] ?? '').length - Number(exponent));
}
