import { normalQuantile } from './normal-quantile.ts';

/** The standard normal's 97.5 % quantile. */
export const TWO_SIDED_95 = 1.959963984540054;

/** A two-sided interval of a share, 95 % unless told: Wilson (1927, JASA 22), which stays in [0, 1] and holds for shares of 0 and 1. */
export function wilsonInterval(share: number, n: number, alpha = 0.05): { low: number; high: number } {
  const z2 = (alpha === 0.05 ? TWO_SIDED_95 : normalQuantile(alpha / 2)) ** 2;
  const middle = (share + z2 / (2 * n)) / (1 + z2 / n);
  const half = (Math.sqrt(z2) * Math.sqrt((share * (1 - share)) / n + z2 / (4 * n * n))) / (1 + z2 / n);
  return { low: Math.max(0, Math.min(share, middle - half)), high: Math.min(1, Math.max(share, middle + half)) };
}
