/**
 * How often each pair of codes occurs.
 *
 * @returns `rowCodes * columnCodes` counts, row after row
 */
export function contingency(
  rows: ArrayLike<number>,
  rowCodes: number,
  columns: ArrayLike<number>,
  columnCodes: number,
): Int32Array {
  const table = new Int32Array(rowCodes * columnCodes);
  for (let i = 0; i < rows.length; i++) table[rows[i] * columnCodes + columns[i]]++;
  return table;
}
