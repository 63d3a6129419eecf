import type { OrderedPair } from './prepare-column.ts';

/**
 * How alike the means and the standard deviations (n - 1) of two columns are, in [0, 1]: 1 less their difference as a share of the real range,
 * 0 at the least (SDMetrics `StatisticSimilarity`). `null` when the real column is constant or too little is present.
 */
export function statisticSimilarity({ real, synthetic }: OrderedPair): {
  readonly mean: number | null;
  readonly deviation: number | null;
} {
  const range = real.sorted.length === 0 ? 0 : real.sorted[real.sorted.length - 1] - real.sorted[0];
  if (range === 0 || synthetic.sorted.length === 0) return { mean: null, deviation: null };
  const [a, b] = [real.moments, synthetic.moments];
  const alike = (x: number, y: number) => Math.max(0, 1 - Math.abs(x - y) / range);
  return { mean: alike(a.mean, b.mean), deviation: b.deviation === null ? null : alike(a.deviation ?? 0, b.deviation) };
}
