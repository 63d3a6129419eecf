import { logFactorial } from './log-factorial.ts';

/**
 * P(Z >= z) of the standard normal, to 1e-12 relative: the series of the error function near 0 (Abramowitz & Stegun 7.1.6), a
 * continued fraction beyond 3 (26.2.14).
 */
export function normalTail(z: number): number {
  if (z < 0) return 1 - normalTail(-z);
  const density = Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
  if (z > 3) {
    let fraction = z;
    for (let i = 200; i > 0; i--) fraction = z + i / fraction;
    return density / fraction;
  }
  let term = z;
  let sum = z;
  for (let i = 1; term > 1e-17 * sum; i++) {
    term *= (z * z) / (2 * i + 1);
    sum += term;
  }
  return 0.5 - density * sum;
}

/** P(X >= x) of a binomial variable of `n` trials with probability `p`. */
export function binomialTail(x: number, n: number, p: number): number {
  if (x <= 0 || p >= 1) return 1;
  if (p <= 0) return 0;
  const log = (i: number) =>
    logFactorial(n) - logFactorial(i) - logFactorial(n - i) + i * Math.log(p) + (n - i) * Math.log1p(-p);
  return sumTail(x, n, log, (i) => ((n - i) / (i + 1)) * (p / (1 - p)));
}

/**
 * P(X >= x), X = how many of `n` rows come before the `k`-th smallest of `m` others when all come from one distribution: the
 * negative hypergeometric law (Wilks 1942).
 */
export function precedenceTail(x: number, n: number, k: number, m: number): number {
  if (x <= 0) return 1;
  const choose = (a: number, b: number) => logFactorial(a) - logFactorial(b) - logFactorial(a - b);
  const log = (i: number) => choose(i + k - 1, i) + choose(n - i + m - k, n - i) - choose(n + m, n);
  return sumTail(x, n, log, (i) => (((i + k) / (i + 1)) * (n - i)) / (n - i + m - k));
}

/** The sum of probabilities from `x` to `n`: the first from its logarithm, the others by their ratio. */
export function sumTail(x: number, n: number, log: (i: number) => number, ratio: (i: number) => number): number {
  if (x > n) return 0;
  let term = Math.exp(log(x));
  let sum = term;
  if (term === 0) return x === n || log(x) > log(x + 1) ? 0 : 1;
  for (let i = x; i < n; i++) {
    term *= ratio(i);
    sum += term;
    if (ratio(i) < 1 && term < 1e-17 * sum) break;
  }
  return Math.min(1, sum);
}
