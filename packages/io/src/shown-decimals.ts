import type { Column } from '@verisim/core';

/** The most decimals that any of the numbers shows in its shortest spelling. */
export function shownDecimals(column: Column): number {
  if (column.storage !== 'numeric') return 0;
  let decimals = 0;
  let power = 1;
  for (const value of column.values) {
    if (Number.isNaN(value) || Math.round(value * power) / power === value) continue;
    decimals = Math.max(decimals, decimalsOf(value));
    power = 10 ** decimals;
  }
  return decimals;
}

function decimalsOf(value: number): number {
  const [mantissa, exponent = '0'] = String(value).split('e');
  return Math.max(0, (mantissa.split('.')[1] ?? '').length - Number(exponent));
}
