const ROUNDS = 200;

/**
 * The counts of two columns nearest to noisy ones, in Euclidean distance, among those of 0 or more whose rows and columns have the given sums
 * (Dykstra 1983: projections onto the sums and onto the positive counts by turns). Rows x columns, row by row; both sums add up to the same.
 */
export function fitPair(noisy: Float64Array, rowSums: Float64Array, columnSums: Float64Array): Float64Array {
  const [height, width] = [rowSums.length, columnSums.length];
  const counts = noisy.slice();
  const correction = new Float64Array(counts.length);
  const total = rowSums.reduce((sum, rows) => sum + rows, 0);
  for (let round = 0; round < ROUNDS; round++) {
    meetSums(counts, rowSums, columnSums);
    let below = 0;
    for (let cell = 0; cell < height * width; cell++) {
      const value = counts[cell] + correction[cell];
      counts[cell] = Math.max(0, value);
      below = Math.max(below, Math.abs(Math.min(0, value) - correction[cell]));
      correction[cell] = Math.min(0, value);
    }
    if (below <= 1e-6 * Math.max(1, total)) break;
  }
  return counts;
}

/** The nearest counts with the given sums, of whatever sign: what a row or column lacks is spread evenly over it. */
function meetSums(counts: Float64Array, rowSums: Float64Array, columnSums: Float64Array): void {
  const [height, width] = [rowSums.length, columnSums.length];
  const rows = rowSums.slice();
  const columns = columnSums.slice();
  for (let a = 0, cell = 0; a < height; a++) {
    for (let b = 0; b < width; b++, cell++) {
      rows[a] -= counts[cell];
      columns[b] -= counts[cell];
    }
  }
  const all = rows.reduce((sum, lack) => sum + lack, 0);
  for (let a = 0, cell = 0; a < height; a++) {
    for (let b = 0; b < width; b++, cell++) {
      counts[cell] += rows[a] / width + columns[b] / height - all / (height * width);
    }
  }
}
