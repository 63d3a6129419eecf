/** The cell of each row in a modelled column, and how many cells there are. */
export interface Coded {
  readonly codes: Int32Array;
  readonly size: number;
}

/**
 * How many rows fall into each cell of a product of columns, the last running fastest. The one query that looks at data: a row adds 1 to
 * one cell, so adding or removing it moves the answer by 1 in L1 and in L2. Rows with a code of -1 are left out.
 */
export function countCells(columns: readonly Coded[], rows: number): Float64Array {
  const counts = new Float64Array(columns.reduce((product, { size }) => product * size, 1));
  for (let row = 0; row < rows; row++) {
    let cell = 0;
    for (const { codes, size } of columns) cell = cell < 0 || codes[row] < 0 ? -1 : cell * size + codes[row];
    if (cell >= 0) counts[cell]++;
  }
  return counts;
}
