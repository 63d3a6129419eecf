import type { Corpus } from '@verisim/text-measures';

/** Tokens of each text, ascending. */
export function sortedLengths({ starts }: Corpus): Float64Array {
  return Float64Array.from({ length: starts.length - 1 }, (_, i) => starts[i + 1] - starts[i]).sort();
}

/** A ratio of standard deviations with a 95 % interval. */
export interface SpreadRatio {
  readonly ratio: number;
  readonly low: number;
  readonly high: number;
}

/**
 * The standard deviation of lengths over that of real ones. The interval is that of the difference of logarithms, var(ln s) = (kurtosis - 1) / 4n
 * for any distribution with four moments (Kenney & Keeping 1951). `null` where the real lengths do not vary.
 */
export function spreadRatio(lengths: Float64Array, real: Float64Array): SpreadRatio | null {
  const [a, b] = [lengths, real].map(logSpread);
  if (b.deviation === 0 || lengths.length < 2) return null;
  const ratio = a.deviation / b.deviation;
  const error = 1.96 * Math.sqrt(a.variance + b.variance);
  return { ratio, low: ratio * Math.exp(-error), high: ratio * Math.exp(error) };
}

function logSpread(values: Float64Array): { deviation: number; variance: number } {
  const n = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  const moment = (power: number) => values.reduce((sum, value) => sum + (value - mean) ** power, 0) / n;
  const second = moment(2);
  if (n < 2 || second === 0) return { deviation: 0, variance: 0 };
  return { deviation: Math.sqrt((second * n) / (n - 1)), variance: (moment(4) / second ** 2 - 1) / (4 * n) };
}
