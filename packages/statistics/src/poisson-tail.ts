import { logFactorial } from './log-factorial.ts';

/** P(X <= x) of a Poisson variable with mean `mean` of 0 or more; x is a whole number. */
export function poissonAtMost(x: number, mean: number): number {
  if (x < 0) return 0;
  if (mean <= 0) return 1;
  if (x > mean) return 1 - poissonAbove(x, mean);
  let term = Math.exp(x * Math.log(mean) - mean - logFactorial(x));
  let sum = 0;
  for (let i = x; i >= 0 && term > 1e-17 * sum; i--) {
    sum += term;
    term *= i / mean;
  }
  return sum;
}

/** P(X > x) for x of the mean or more. */
function poissonAbove(x: number, mean: number): number {
  let term = Math.exp((x + 1) * Math.log(mean) - mean - logFactorial(x + 1));
  let sum = 0;
  for (let i = x + 2; term > 1e-17 * sum; i++) {
    sum += term;
    term *= mean / i;
  }
  return sum;
}
