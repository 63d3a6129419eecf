/** The inverse of a symmetric positive definite matrix, given by rows, by Gauss-Jordan elimination. */
export function invertMatrix(matrix: readonly Float64Array[]): Float64Array[] {
  const size = matrix.length;
  const work = matrix.map((row, i) => {
    const wide = new Float64Array(2 * size);
    wide.set(row);
    wide[size + i] = 1;
    return wide;
  });
  for (let i = 0; i < size; i++) {
    const pivot = work[i][i];
    for (let k = 0; k < 2 * size; k++) work[i][k] /= pivot;
    for (let j = 0; j < size; j++) {
      const factor = work[j][i];
      if (j !== i) for (let k = 0; k < 2 * size; k++) work[j][k] -= factor * work[i][k];
    }
  }
  return work.map((row) => row.slice(size));
}
