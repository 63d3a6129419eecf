/**
 * The nearest values of 0 or more that add up to `total`, in Euclidean distance (Held, Wolfe & Crowder 1974; Duchi et al. 2008): all
 * are lowered by one amount and cut off at 0. Values of -Infinity stay at 0.
 */
export function projectSimplex(values: Float64Array, total: number): Float64Array {
  const sorted = values.filter((value) => value !== -Infinity).sort();
  if (sorted.length === 0 || total <= 0) return new Float64Array(values.length);
  let sum = 0;
  let shift = 0;
  for (let i = sorted.length - 1, count = 1; i >= 0; i--, count++) {
    sum += sorted[i];
    const next = (sum - total) / count;
    if (sorted[i] <= next) break;
    shift = next;
  }
  return values.map((value) => Math.max(0, value - shift));
}
