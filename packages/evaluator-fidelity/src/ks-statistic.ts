/**
 * The two-sample Kolmogorov-Smirnov statistic, in [0, 1]: the largest vertical distance between two empirical distribution
 * functions (Massey 1951; `scipy.stats.ks_2samp`). Ties across samples are stepped over together.
 *
 * @param real present values, ascending
 * @param synthetic present values, ascending
 * @returns `null` when a sample is empty
 */
export function ksStatistic(real: Float64Array, synthetic: Float64Array): number | null {
  const n = real.length;
  const m = synthetic.length;
  if (n === 0 || m === 0) return null;
  let largest = 0;
  for (let i = 0, j = 0; i < n && j < m; ) {
    const value = Math.min(real[i], synthetic[j]);
    while (i < n && real[i] === value) i++;
    while (j < m && synthetic[j] === value) j++;
    const distance = Math.abs(i / n - j / m);
    if (distance > largest) largest = distance;
  }
  return largest;
}
