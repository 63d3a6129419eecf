import type { ColumnPair } from './prepare-column.ts';

/** The shares of missing cells in the real and the synthetic column, each in [0, 1]. */
export function missingShares(pair: ColumnPair): { readonly real: number; readonly synthetic: number } {
  const share = (side: 'real' | 'synthetic') => {
    if (pair.ordered) return 1 - pair[side].sorted.length / pair[side].values.length;
    return pair.counts[side][pair.levels.length] / pair[side].length;
  };
  return { real: share('real'), synthetic: share('synthetic') };
}

/** 1 less the difference between two columns' shares of missing cells, in [0, 1] (SDMetrics `MissingValueSimilarity`). */
export function missingValueSimilarity(pair: ColumnPair): number {
  const { real, synthetic } = missingShares(pair);
  return 1 - Math.abs(real - synthetic);
}
