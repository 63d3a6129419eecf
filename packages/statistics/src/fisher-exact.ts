import { logFactorial } from './log-factorial.ts';
import type { Share } from './share-difference.ts';
import { sumTail } from './tail-probabilities.ts';

/**
 * Fisher's exact test, one-sided (1935, Journal of the Royal Statistical Society 98): the chance that the first sample has so many hits or more
 * when both have the same rate, given the hits of both. R `fisher.test(..., alternative = "greater")`.
 */
export function fisherGreater(first: Share, second: Share): number {
  const [n, m, hits] = [first.of, second.of, first.hits + second.hits];
  if (first.hits <= Math.max(0, hits - m)) return 1;
  const choose = (from: number, count: number) => logFactorial(from) - logFactorial(count) - logFactorial(from - count);
  const log = (x: number) => choose(n, x) + choose(m, hits - x) - choose(n + m, hits);
  return sumTail(first.hits, Math.min(n, hits), log, (x) => ((n - x) * (hits - x)) / ((x + 1) * (m - hits + x + 1)));
}
