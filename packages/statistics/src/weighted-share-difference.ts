import type { Share } from './share-difference.ts';
import { wilsonInterval } from './wilson-interval.ts';

/** Two shares within one stratum, and how much the stratum counts. */
export interface SharePair {
  readonly weight: number;
  readonly first: Share;
  readonly second: Share;
}

/**
 * The weighted sum of differences of shares over strata (direct standardisation when the weights sum to 1) with an interval, 95 % unless told: the method of variance
 * estimates recovery over Wilson intervals (Zou, Huang & Zhang 2009, Computational Statistics & Data Analysis 53). With one stratum of weight 1 it is Newcombe's method 10.
 */
export function weightedShareDifference(
  pairs: readonly SharePair[],
  alpha = 0.05,
): { readonly value: number; readonly low: number; readonly high: number } {
  let value = 0;
  let below = 0;
  let above = 0;
  for (const { weight, first, second } of pairs) {
    const [p, q] = [first.hits / first.of, second.hits / second.of];
    const [one, two] = [wilsonInterval(p, first.of, alpha), wilsonInterval(q, second.of, alpha)];
    value += weight * (p - q);
    below += weight ** 2 * ((p - one.low) ** 2 + (two.high - q) ** 2);
    above += weight ** 2 * ((one.high - p) ** 2 + (q - two.low) ** 2);
  }
  return { value, low: value - Math.sqrt(below), high: value + Math.sqrt(above) };
}
