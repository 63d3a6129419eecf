import type { OrderedPair } from './prepare-column.ts';

/**
 * How much of the real column's range the synthetic one spans, in [0, 1] (SDMetrics `RangeCoverage`): 1 less the uncovered
 * parts at both ends as shares of the real range. `null` when the real column is constant or nothing is present.
 */
export function rangeCoverage(pair: OrderedPair): number | null {
  const real = pair.real.sorted;
  const synthetic = pair.synthetic.sorted;
  if (real.length === 0 || synthetic.length === 0) return null;
  const width = real[real.length - 1] - real[0];
  if (width === 0) return null;
  const below = Math.max(0, (synthetic[0] - real[0]) / width);
  const above = Math.max(0, (real[real.length - 1] - synthetic[synthetic.length - 1]) / width);
  return Math.max(0, 1 - (below + above));
}
