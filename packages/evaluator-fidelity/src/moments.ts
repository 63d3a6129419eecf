/** Mean and standard deviation (n - 1) of a column's present values; `NaN` where there is none, `null` for a deviation of a single one. */
export interface Moments {
  readonly mean: number;
  readonly deviation: number | null;
}

/** The moments of values in ascending order; those of equal values are exact. */
export function momentsOf(sorted: Float64Array): Moments {
  const n = sorted.length;
  if (n > 0 && sorted[0] === sorted[n - 1]) return { mean: sorted[0], deviation: n > 1 ? 0 : null };
  let sum = 0;
  for (let i = 0; i < n; i++) sum += sorted[i];
  const mean = sum / n;
  let squares = 0;
  for (let i = 0; i < n; i++) squares += (sorted[i] - mean) ** 2;
  return { mean, deviation: n > 1 ? Math.sqrt(squares / (n - 1)) : null };
}
