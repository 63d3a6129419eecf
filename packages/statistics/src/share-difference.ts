import { wilsonInterval } from './wilson-interval.ts';

/** Successes among trials. */
export interface Share {
  readonly hits: number;
  readonly of: number;
}

/** The first share minus the second with an interval, 95 % unless told: Newcombe (1998, Statistics in Medicine 17), method 10. */
export function shareDifference(
  first: Share,
  second: Share,
  alpha = 0.05,
): { readonly value: number; readonly low: number; readonly high: number } {
  const [p, q] = [first.hits / first.of, second.hits / second.of];
  const [one, two] = [wilsonInterval(p, first.of, alpha), wilsonInterval(q, second.of, alpha)];
  const value = p - q;
  return {
    value,
    low: value - Math.hypot(p - one.low, two.high - q),
    high: value + Math.hypot(one.high - p, q - two.low),
  };
}
