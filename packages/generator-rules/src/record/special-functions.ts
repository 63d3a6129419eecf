import { chiSquareTail, logGamma, normalTail } from '@verisim/statistics';

/** P(Z <= z) of the standard normal. */
export const normalBelow = (z: number): number =>
  z < -38 ? 0 : z > 38 ? 1 : z < 0 ? normalTail(-z) : 1 - normalTail(z);

/** P(X <= x) of a gamma variable with scale 1. */
export const gammaBelow = (x: number, shape: number): number => 1 - chiSquareTail(2 * x, 2 * shape);

/** P(X <= x) of a beta variable: its continued fraction (Abramowitz & Stegun 26.5.8) on the side where it converges fast. */
export function betaBelow(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  if (x > (a + 1) / (a + b + 2)) return 1 - betaBelow(1 - x, b, a);
  const front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x)) / a;
  let fraction = 0;
  for (let m = Math.ceil(200 + 4 * Math.sqrt(a + b)); m >= 1; m--) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    fraction = even / (1 + odd / (1 + fraction));
  }
  return front / (1 + (-(a + b) * x) / (a + 1) / (1 + fraction));
}
