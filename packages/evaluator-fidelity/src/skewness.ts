/** Fisher's skewness of present values, not corrected for bias (`scipy.stats.skew`); `null` when they are constant or there is none. */
export function skewness(values: Float64Array, { mean }: { readonly mean: number }): number | null {
  let [squares, cubes] = [0, 0];
  for (let i = 0; i < values.length; i++) {
    const beyond = values[i] - mean;
    squares += beyond * beyond;
    cubes += beyond * beyond * beyond;
  }
  const n = values.length;
  return squares > 0 ? cubes / n / (squares / n) ** 1.5 : null;
}
