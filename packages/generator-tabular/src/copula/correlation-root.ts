/** Where row `i` of a lower triangle begins that is stored row by row. */
export const triangleRow = (i: number): number => (i * (i + 1)) / 2;

/** Correlation of variables `i` and `j` under a root. */
export function rootCorrelation(root: Float64Array, i: number, j: number): number {
  return dot(root, triangleRow(i), triangleRow(j), Math.min(i, j) + 1);
}

/** Least variance that a variable may keep given those before it. */
const LEAST_VARIANCE = 1e-6;

/**
 * The lower-triangular root L of a correlation matrix, L L' being the matrix (Cholesky).
 *
 * @param size number of variables
 * @param triangle lower triangle by rows, ones on the diagonal
 * @returns by rows; `null` when the matrix is not positive definite by a margin of 1e-6
 */
export function correlationRoot(size: number, triangle: Float64Array): Float64Array | null {
  const root = triangle.slice();
  for (let i = 0; i < size; i++) {
    const row = triangleRow(i);
    let left = 1;
    for (let j = 0; j < i; j++) {
      const other = triangleRow(j);
      const value = (root[row + j] - dot(root, row, other, j)) / root[other + j];
      root[row + j] = value;
      left -= value * value;
    }
    if (!(left > LEAST_VARIANCE)) return null;
    root[row + i] = Math.sqrt(left);
  }
  return root;
}

function dot(values: Float64Array, a: number, b: number, length: number): number {
  let sum = 0;
  for (let k = 0; k < length; k++) sum += values[a + k] * values[b + k];
  return sum;
}
