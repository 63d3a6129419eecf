import type { Resampled } from './bootstrap.ts';
import { normalCdf, studentQuantile975 } from './distributions.ts';
import { type Metric, orientation } from './metrics.ts';

/** An estimate with its 95 % interval. */
export interface Interval {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** A difference of two scores on the same draws, oriented so that positive is better. */
export interface Paired extends Interval {
  /** One-sided bootstrap p of the true difference being >= 0: small = significantly worse. */
  readonly pWorse: number;
}

/** What widens a bootstrap interval that a small sample would make too narrow. */
export interface SmallSample {
  /** Factor on the replicates' deviations from the estimate. */
  readonly expansion: number;
  /** Standard deviation of the score of one row per class that was not seen. */
  readonly unseen: number;
  /** One standard normal draw per resample. */
  readonly noise: Float64Array;
}

const NORMAL_975 = 1.959963984540054;

/**
 * How far a sample of so many rows per class must be trusted. Percentile intervals are too narrow for small samples, by
 * sqrt((n - 1) / n) and by the normal instead of the t quantile (Hesterberg 2015, The American Statistician 69, section 4.1):
 * deviations are expanded by the product of the two, with Welch-Satterthwaite degrees of freedom over the classes. And a
 * small sample may hold no contrary row at all: `metric.unseen` is added in quadrature.
 */
export function smallSample(metric: Metric, counts: ArrayLike<number>, noise: Float64Array): SmallSample {
  const present = Array.from(counts).filter((count) => count > 0);
  const variance = present.reduce((sum, count) => sum + 1 / count, 0);
  const spread = present.reduce((sum, count) => sum + 1 / (count * count * Math.max(count - 1, 0.5)), 0);
  const degrees = Math.max(1, (variance * variance) / spread);
  const expansion = Math.sqrt((degrees + 1) / degrees) * (studentQuantile975(degrees) / NORMAL_975);
  return { expansion, unseen: metric.unseen(present), noise };
}

/** The 95 % interval of a score, within the metric's range. */
export function intervalOf(score: Resampled, metric: Metric, sample: SmallSample): Interval {
  const sorted = widened(score.value, score.replicates, sample).sort();
  const [low, high] = metric.range;
  const within = (value: number) => Math.min(high, Math.max(low, value));
  return { value: score.value, low: within(quantile(sorted, 0.025)), high: within(quantile(sorted, 0.975)) };
}

/** The oriented difference `a - b` of two scores from one bootstrap. */
export function pairedDifference(a: Resampled, b: Resampled, metric: Metric, sample: SmallSample): Paired {
  const sign = orientation(metric);
  const value = sign * (a.value - b.value);
  const differences = a.replicates.map((replicate, r) => sign * (replicate - b.replicates[r]));
  const sorted = widened(value, differences, sample).sort();
  return { value, low: quantile(sorted, 0.025), high: quantile(sorted, 0.975), pWorse: shareAtLeastZero(sorted) };
}

/** Half the width of a 95 % interval in standard errors. */
export function standardError({ low, high }: Interval): number {
  return (high - low) / (2 * NORMAL_975);
}

function widened(value: number, replicates: Float64Array, { expansion, unseen, noise }: SmallSample): Float64Array {
  return replicates
    .map((replicate, r) => value + expansion * (replicate - value) + unseen * noise[r])
    .filter((replicate) => !Number.isNaN(replicate));
}

/** Linear interpolation between order statistics (type 7 of Hyndman & Fan 1996). `NaN` for none. */
function quantile(sorted: Float64Array, p: number): number {
  if (sorted.length === 0) return Number.NaN;
  const at = p * (sorted.length - 1);
  const below = Math.floor(at);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
}

/** Fewer replicates than this beyond zero are too few to count: the normal tail with their standard deviation is taken. */
const COUNTABLE = 20;

function shareAtLeastZero(sorted: Float64Array): number {
  const n = sorted.length;
  if (n === 0) return 1;
  let count = 0;
  while (count < n && sorted[n - 1 - count] >= 0) count++;
  if (count >= COUNTABLE) return (count + 1) / (n + 1);
  const mean = sorted.reduce((sum, value) => sum + value, 0) / n;
  const variance = sorted.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(1, n - 1);
  const tail = variance > 0 ? normalCdf(mean / Math.sqrt(variance)) : mean < 0 ? 0 : 1;
  return Math.min(tail, (COUNTABLE + 1) / (n + 1));
}
