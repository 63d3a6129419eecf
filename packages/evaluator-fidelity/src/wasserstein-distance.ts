/**
 * The first Wasserstein distance between two samples, in the column's own units: the area between their empirical
 * distribution functions (`scipy.stats.wasserstein_distance`).
 *
 * @param real present values, ascending
 * @param synthetic present values, ascending
 * @returns `null` when a sample is empty
 */
export function wassersteinDistance(real: Float64Array, synthetic: Float64Array): number | null {
  const n = real.length;
  const m = synthetic.length;
  if (n === 0 || m === 0) return null;
  let area = 0;
  let previous = Math.min(real[0], synthetic[0]);
  for (let i = 0, j = 0; i < n || j < m; ) {
    const value = j >= m || (i < n && real[i] <= synthetic[j]) ? real[i] : synthetic[j];
    area += Math.abs(i / n - j / m) * (value - previous);
    while (i < n && real[i] === value) i++;
    while (j < m && synthetic[j] === value) j++;
    previous = value;
  }
  return area;
}
