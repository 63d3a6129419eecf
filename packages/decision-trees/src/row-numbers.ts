/** 0, 1, 2 ... rows - 1. */
export function rowNumbers(rows: number): Int32Array {
  const numbers = new Int32Array(rows);
  for (let row = 0; row < rows; row++) numbers[row] = row;
  return numbers;
}
