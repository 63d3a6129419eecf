import type { Column, ColumnSpec } from '@verisim/core';
import { contingencySimilarity } from './contingency-similarity.ts';
import { pearsonCorrelation } from './pearson-correlation.ts';
import { type ColumnPair, type OrderedSide, prepareColumn } from './prepare-column.ts';

/** A pair of columns judged. Scores in [0, 1], 1 = the same dependence; `null` = not defined. */
export interface PairTrend {
  /** SDMetrics' definition: each table is cut into bins on its own range. */
  readonly own: number | null;
  /** Both tables are cut into bins on the real table's range. */
  readonly shared: number | null;
  /** Pearson's correlations, where both columns have an order. */
  readonly correlations: { readonly real: number | null; readonly synthetic: number | null } | null;
}

/** Two columns of one table. */
export type TwoColumns = readonly [Column, Column];

/**
 * How alike the dependence between two columns is in two tables. Two ordered columns: correlation similarity,
 * 1 - |r_real - r_synthetic| / 2 over the rows where both are present. Otherwise: contingency similarity, ordered columns cut
 * into `bins` bins of equal width, missing values counted (SDMetrics 0.16 `CorrelationSimilarity`, `ContingencySimilarity`).
 * In both cuts a missing number shares a bin with the maximum, as in SDMetrics; under the shared cut synthetic values beyond
 * the real range are in the outer bins.
 */
export function pairTrend(
  real: TwoColumns,
  synthetic: TwoColumns,
  specs: readonly [ColumnSpec, ColumnSpec],
  bins = 10,
): PairTrend {
  const [first, second] = specs.map((spec, i) => prepareColumn(spec, real[i], synthetic[i], bins));
  return trendOf(first, second);
}

/** The pair trend of two prepared columns. */
export function trendOf(first: ColumnPair, second: ColumnPair): PairTrend {
  if (first.ordered && second.ordered) {
    const real = correlationOf(first.real, second.real);
    const synthetic = correlationOf(first.synthetic, second.synthetic);
    const score = real === null || synthetic === null ? null : 1 - Math.abs(real - synthetic) / 2;
    return { own: score, shared: score, correlations: { real, synthetic } };
  }
  const own = contingency(first, second, 'own');
  const shared = first.ordered || second.ordered ? contingency(first, second, 'shared') : own;
  return { own, shared, correlations: null };
}

/** Pearson's correlation; a product alone is left to sum up where nothing is missing. */
function correlationOf(a: OrderedSide, b: OrderedSide): number | null {
  if (a.sorted.length < a.values.length || b.sorted.length < b.values.length)
    return pearsonCorrelation(a.values, b.values);
  const [x, y] = [a.values, b.values];
  const [meanX, meanY] = [a.moments.mean, b.moments.mean];
  let sum = 0;
  for (let i = 0; i < x.length; i++) sum += (x[i] - meanX) * (y[i] - meanY);
  const correlation = sum / (x.length - 1) / (a.moments.deviation || Number.NaN) / (b.moments.deviation || Number.NaN);
  return Number.isFinite(correlation) ? Math.max(-1, Math.min(1, correlation)) : null;
}

function contingency(first: ColumnPair, second: ColumnPair, cut: 'own' | 'shared'): number {
  const codes = (pair: ColumnPair, side: 'real' | 'synthetic') => (pair.ordered ? pair[side][cut] : pair[side]);
  return contingencySimilarity(
    { first: codes(first, 'real'), second: codes(second, 'real') },
    { first: codes(first, 'synthetic'), second: codes(second, 'synthetic') },
    first.cells,
    second.cells,
  );
}
