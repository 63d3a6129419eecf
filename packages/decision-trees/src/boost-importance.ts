import type { BoostedTrees } from './boosted-trees.ts';

/** Two features that stand above each other in a tree, and the gain of the lower splits. */
export interface PairGain {
  readonly first: number;
  readonly second: number;
  readonly gain: number;
}

/** Gain of all splits by each feature; see `BoostedTrees.gain`. Divide by the sum for shares. */
export function featureGains({ features, feature, gain }: BoostedTrees): Float64Array {
  const gains = new Float64Array(features);
  for (let node = 0; node < feature.length; node++) if (feature[node] >= 0) gains[feature[node]] += gain[node];
  return gains;
}

/**
 * Pairs of different features (`first` < `second`) of which one splits a child of the other's split, by the gain of those lower
 * splits, largest first. A pair that matters only together ranks high; so does a strong feature beside any that is often above it.
 */
export function pairGains({ features, feature, left, gain }: BoostedTrees): readonly PairGain[] {
  const gains = new Map<number, number>();
  for (let node = 0; node < feature.length; node++) {
    if (left[node] === 0) continue;
    for (const child of [left[node], left[node] + 1]) {
      const [a, b] = [feature[node], feature[child]];
      if (b < 0 || a === b) continue;
      const pair = Math.min(a, b) * features + Math.max(a, b);
      gains.set(pair, (gains.get(pair) ?? 0) + gain[child]);
    }
  }
  return [...gains]
    .map(([pair, sum]) => ({ first: Math.floor(pair / features), second: pair % features, gain: sum }))
    .sort((x, y) => y.gain - x.gain || x.first - y.first || x.second - y.second);
}
