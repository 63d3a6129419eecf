import {
  binomialTail,
  chiSquareTail,
  kolmogorovSmirnovTail,
  logFactorial,
  normalQuantile,
  normalTail,
  precedenceTail,
} from '@verisim/statistics';
import { describe, expect, it } from 'vitest';

/** Held to values of SciPy 1.10, relative. */
const near = (value: number, wanted: number, tolerance = 1e-9) =>
  expect(Math.abs(value / wanted - 1), `${value} against ${wanted}`).toBeLessThan(tolerance);

describe('normal', () => {
  it.each([
    [0, 0.5],
    [0.5, 0.3085375387259869],
    [1, 0.15865525393145707],
    [2.9, 0.0018658133003840378],
    [3.1, 0.0009676032132183561],
    [6, 9.86587645037698e-10],
    [30, 4.906713927147908e-198],
    [-2, 0.9772498680518208],
  ])('tail beyond %d is norm.sf', (z, wanted) => near(normalTail(z), wanted));

  it.each([
    [0.025, 1.9599639845400545],
    [0.1, 1.2815515655446004],
    [1e-9, 5.9978070150076865],
    [0.9, -1.2815515655446004],
  ])('quantile of a tail of %d is norm.isf', (tail, wanted) => near(normalQuantile(tail), wanted));
});

describe('binomial tail', () => {
  it.each([
    [3, 10, 0.2, 0.32220047360000015],
    [60, 1000, 0.05, 0.08673217838486187],
    [200, 1200, 0.1, 7.754047719117414e-13],
  ])('of %d in %d is binom.sf(x - 1)', (x, n, p, wanted) => near(binomialTail(x, n, p), wanted));

  it('is a sum of probabilities, at the ends too', () => {
    near(binomialTail(3, 5, 0.5), 0.5);
    near(binomialTail(1, 10, 0.1), 1 - 0.9 ** 10);
    near(binomialTail(10, 10, 0.3), 0.3 ** 10);
    expect(binomialTail(0, 10, 0.3)).toBe(1);
    expect(binomialTail(90_000, 100_000, 0.5)).toBe(0);
    near(binomialTail(10, 100_000, 0.5), 1);
  });
});

describe('precedence tail', () => {
  it.each([
    [5, 40, 2, 30, 0.1798302472425476],
    [60, 1200, 6, 600, 7.696105914776394e-7],
    [2, 20, 1, 20, 0.24358974358974328],
  ])('of %d of %d before the %dth of %d is nhypergeom.sf', (x, n, k, m, wanted) =>
    near(precedenceTail(x, n, k, m), wanted),
  );

  it('is what counting all orders gives', () => {
    const [n, m, k] = [4, 3, 2];
    const orders = Array.from({ length: 2 ** (n + m) }, (_, bits) => bits).filter(
      (bits) => [...bits.toString(2)].filter((bit) => bit === '1').length === n,
    );
    const before = orders.map((bits) => {
      let [rows, others] = [0, 0];
      for (let at = 0; at < n + m && others < k; at++) (bits >> at) & 1 ? rows++ : others++;
      return rows;
    });
    for (let x = 0; x <= n; x++)
      near(precedenceTail(x, n, k, m), before.filter((rows) => rows >= x).length / orders.length);
  });
});

describe('chi-square tail', () => {
  it.each([
    [1, 1, 0.31731050786291115],
    [10, 3.5, 0.02803986171431041],
    [118.93508898378367, 4, 9.017702585623222e-25],
    [200, 150, 0.003973185970821635],
    [1000, 1000, 0.49405285382923964],
    [1100, 1000, 0.014614408126295192],
  ])('beyond %d of %d degrees is chi2.sf', (x, degrees, wanted) => near(chiSquareTail(x, degrees), wanted));

  it('is 1 from below 0 on', () => expect(chiSquareTail(0, 3)).toBe(1));
});

describe('Kolmogorov-Smirnov tail', () => {
  it.each([
    [0.06616666666666667, 1200, 1000, 0.016075685932794355],
    [0.2175, 1200, 1000, 4.484359626211093e-23],
    [0.625, 7, 8, 0.055944055944055944],
    [1, 4, 4, 0.028571428571428577],
  ])('at %d of %d and %d values is ks_2samp(method="exact")', (d, n, m, wanted) =>
    near(kolmogorovSmirnovTail(d, n, m), wanted),
  );

  // SciPy kstwo.sf(d, round(n m / (n + m))), itself not the two-sample law.
  it.each([
    [0.004, 0.9948034567939269],
    [0.01, 0.22632591992783213],
    [0.02, 0.0003341295027752365],
  ])('at %d of 32,561 and 16,281 values is near the law of one sample', (d, wanted) =>
    near(kolmogorovSmirnovTail(d, 32_561, 16_281), wanted, 1e-3),
  );

  it('is continuous where counting ends', () => {
    near(kolmogorovSmirnovTail(0.02, 10_000, 10_001), kolmogorovSmirnovTail(0.02, 10_000, 10_000), 0.02);
    expect(kolmogorovSmirnovTail(0, 50_000, 50_000)).toBe(1);
  });
});

it('logFactorial is the sum of logarithms', () => {
  for (const n of [0, 1, 5, 31, 32, 33, 170, 5000]) {
    let sum = 0;
    for (let i = 2; i <= n; i++) sum += Math.log(i);
    expect(Math.abs(logFactorial(n) - sum)).toBeLessThanOrEqual(1e-12 * Math.max(1, sum));
  }
});
