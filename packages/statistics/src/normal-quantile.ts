import { normalTail } from './tail-probabilities.ts';

/** The z with P(Z >= z) = `tail` of the standard normal, 0 < tail < 1, by bisection of `normalTail`. */
export function normalQuantile(tail: number): number {
  let [low, high] = [-40, 40];
  for (let i = 0; i < 200 && high - low > 1e-14; i++) {
    const middle = (low + high) / 2;
    if (normalTail(middle) > tail) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
