import type { CodedPair } from './prepare-column.ts';

/**
 * The share of synthetic cells whose level occurs in the real column, in [0, 1] (SDMetrics `CategoryAdherence`). A missing
 * cell adheres when the real column has missing cells too.
 */
export function categoryAdherence(pair: CodedPair): number {
  const { real, synthetic } = pair.counts;
  let known = 0;
  for (let level = 0; level < synthetic.length; level++) if (real[level] > 0) known += synthetic[level];
  return known / pair.synthetic.length;
}
