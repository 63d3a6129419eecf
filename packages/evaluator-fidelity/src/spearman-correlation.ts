import { pearsonCorrelation } from './pearson-correlation.ts';
import { rankValues } from './rank-values.ts';

/**
 * Spearman's rank correlation over the rows where both values are present, in [-1, 1] (`scipy.stats.spearmanr(nan_policy='omit')`); `null` where
 * Pearson's is not defined.
 */
export function spearmanCorrelation(a: Float64Array, b: Float64Array): number | null {
  const both = (values: Float64Array, other: Float64Array) =>
    values.map((value, row) => (Number.isNaN(other[row]) ? Number.NaN : value));
  return pearsonCorrelation(rankValues(both(a, b)), rankValues(both(b, a)));
}
