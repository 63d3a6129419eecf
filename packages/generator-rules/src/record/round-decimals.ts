import type { Column } from '@verisim/core';

/** A column of numbers with so many decimals each; any other column, or `undefined` decimals, as it is. */
export function roundDecimals(column: Column, decimals: number | undefined): Column {
  if (decimals === undefined || column.storage !== 'numeric') return column;
  const scale = 10 ** decimals;
  // The quotient of whole numbers below 2^53 is the double that the decimal text reads as.
  const values = column.values.map((value) => {
    const whole = Math.round(value * scale);
    return Math.abs(whole) < 2 ** 53 && decimals <= 22 ? whole / scale : value;
  });
  return { storage: 'numeric', values };
}
