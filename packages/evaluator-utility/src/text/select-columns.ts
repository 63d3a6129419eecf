import type { SparseRows } from '@verisim/text-measures';

/**
 * Places for the columns that tell classes apart best, at most `most`, in their order; -1 for all others. By the chi-squared statistic of the
 * weighted sums per class (Yang & Pedersen 1997, ICML; scikit-learn `chi2`), so entries must not be negative; those that are count as their size.
 */
export function selectColumns(
  matrix: SparseRows,
  labels: Int32Array,
  weights: Float64Array,
  classCount: number,
  most: number,
): { readonly places: Int32Array; readonly width: number } {
  const sums = new Float64Array(matrix.width * classCount);
  const shares = new Float64Array(classCount);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  for (let row = 0; row < labels.length; row++) {
    shares[labels[row]] += weights[row] / total;
    for (let i = matrix.starts[row]; i < matrix.starts[row + 1]; i++) {
      sums[matrix.columns[i] * classCount + labels[row]] += weights[row] * Math.abs(matrix.values[i]);
    }
  }
  const scores = Float64Array.from({ length: matrix.width }, (_, column) =>
    chiSquared(sums.subarray(column * classCount, (column + 1) * classCount), shares),
  );
  const best = Array.from(scores.keys())
    .filter((column) => scores[column] > 0)
    .sort((a, b) => scores[b] - scores[a] || a - b)
    .slice(0, most);
  const places = new Int32Array(matrix.width).fill(-1);
  for (const column of best) places[column] = 0;
  let width = 0;
  for (let column = 0; column < places.length; column++) if (places[column] === 0) places[column] = width++;
  return { places, width };
}

function chiSquared(observed: Float64Array, shares: Float64Array): number {
  const total = observed.reduce((sum, value) => sum + value, 0);
  let sum = 0;
  for (let k = 0; k < shares.length; k++) {
    const expected = total * shares[k];
    if (expected > 0) sum += (observed[k] - expected) ** 2 / expected;
  }
  return sum;
}
