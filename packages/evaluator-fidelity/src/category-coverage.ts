import type { CodedPair } from './prepare-column.ts';

/**
 * The share of the levels that occur in the real column which also occur in the synthetic one, in [0, 1]. (SDMetrics
 * `CategoryCoverage` divides the numbers of distinct levels, whatever they are: equal where no synthetic level is new.)
 * `null` when no real value is present.
 */
export function categoryCoverage(pair: CodedPair): number | null {
  const { real, synthetic } = pair.counts;
  let occurring = 0;
  let covered = 0;
  for (let level = 0; level < pair.levels.length; level++) {
    if (real[level] === 0) continue;
    occurring++;
    if (synthetic[level] > 0) covered++;
  }
  return occurring === 0 ? null : covered / occurring;
}
