import { clopperPearson } from '@verisim/statistics';
import { expect, it } from 'vitest';

it.each([
  [0, 10, 0.05, 0, 0.3084971078187608],
  [10, 10, 0.05, 0.6915028921812392, 1],
  [7, 20, 0.05, 0.15390920478454118, 0.5921885345328282],
  [263, 500, 0.01, 0.46745663446535035, 0.5840392291975811],
  [1, 1000, 0.05, 2.5317487491294045e-5, 0.005558924279826672],
])('%d of %d at alpha %d agrees with the quantiles of scipy.stats.beta', (hits, n, alpha, low, high) => {
  const found = clopperPearson(hits, n, alpha);
  expect(Math.abs(found.low - low)).toBeLessThan(1e-9 * Math.max(low, 1e-3));
  expect(Math.abs(found.high - high)).toBeLessThan(1e-9);
});
