/** Copies rows of `width` probabilities, in order, to the given rows of a larger array. */
export function placeProbabilities(from: Float64Array, rows: Int32Array, to: Float64Array, width: number): void {
  for (const [i, row] of rows.entries()) to.set(from.subarray(i * width, (i + 1) * width), row * width);
}
