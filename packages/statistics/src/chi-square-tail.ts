import { logGamma } from './log-gamma.ts';

/** P(X >= x) of chi-square with any `degrees` above 0, to 1e-11 relative: a series below its middle (Abramowitz & Stegun 6.5.29), a continued fraction above (6.5.31). */
export function chiSquareTail(x: number, degrees: number): number {
  if (x <= 0) return 1;
  const [a, z] = [degrees / 2, x / 2];
  const front = Math.exp(a * Math.log(z) - z - logGamma(a));
  if (z < a + 1) {
    let term = 1 / a;
    let sum = term;
    for (let i = 1; term > 1e-17 * sum; i++) {
      term *= z / (a + i);
      sum += term;
    }
    return 1 - front * sum;
  }
  let fraction = 0;
  for (let i = Math.ceil(200 + 4 * Math.sqrt(a)); i >= 1; i--)
    fraction = (i * (i - a)) / (z + 2 * i + 1 - a - fraction);
  return front / (z + 1 - a - fraction);
}
