import { describe, expect, test } from 'vitest';
import { correlationRoot, rootCorrelation } from '../src/copula/correlation-root.ts';
import { hermiteSeries, latentCorrelation } from '../src/copula/latent-correlation.ts';
import { intervalMeans, latentScale } from '../src/copula/latent-scale.ts';
import { nearestRoot } from '../src/copula/nearest-root.ts';

const halves = latentScale(Int32Array.of(0, 1), [500, 500]);
const fine = latentScale(
  Int32Array.from({ length: 2000 }, (_, i) => i),
  new Array(2000).fill(1),
);

describe('the latent correlation', () => {
  // Sheppard 1898: two median splits of correlation rho agree above with probability 1/4 + asin(rho) / (2 pi).
  test.each([-0.9, -0.3, 0, 0.2, 0.5, 0.8, 0.95])('of two median splits is the tetrachoric one, %s', (rho) => {
    const covariance = (2 / Math.PI) * (2 / Math.PI) * Math.asin(rho);
    const found = latentCorrelation(hermiteSeries(halves), hermiteSeries(halves), covariance);
    expect(Math.abs(found - rho)).toBeLessThan(0.01);
  });

  test('of a number and a median split is the biserial one', () => {
    // Covariance of a standard normal and the interval means +-sqrt(2 / pi) of the split: rho * 2 / pi.
    const found = latentCorrelation(hermiteSeries(fine), hermiteSeries(halves), (0.6 * 2) / Math.PI);
    expect(found).toBeCloseTo(0.6, 2);
  });

  test('of two numbers is that of their normal scores', () => {
    expect(latentCorrelation(hermiteSeries(fine), hermiteSeries(fine), 0.7)).toBeCloseTo(0.7, 2);
  });

  test('interval means of a skewed split have mean 0 and the right values', () => {
    const [low, high] = intervalMeans(latentScale(Int32Array.of(4, 2), [0, 0, 100, 0, 900]));
    // phi(1.2816) / .1 and - phi(1.2816) / .9, with phi(1.2816) = .17550 (tables).
    expect([low, high].map((mean) => Number(mean.toFixed(3)))).toEqual([-0.195, 1.755]);
  });
});

describe('the root of the correlations', () => {
  test('gives a positive definite matrix back', () => {
    const triangle = Float64Array.of(1, 0.5, 1, -0.2, 0.3, 1);
    const root = correlationRoot(3, triangle)!;
    const found = [rootCorrelation(root, 1, 0), rootCorrelation(root, 0, 2), rootCorrelation(root, 2, 1)];
    expect(found.map((value) => Number(value.toFixed(12)))).toEqual([0.5, -0.2, 0.3]);
  });

  // Higham 2002, IMA Journal of Numerical Analysis 22, section 5: the nearest one has .7607 and .1573.
  test('is that of the nearest correlation matrix when there is none', () => {
    const triangle = Float64Array.of(1, 1, 1, 0, 1, 1);
    const root = nearestRoot(3, triangle, new Float64Array(6).fill(1));
    expect(rootCorrelation(root, 0, 1)).toBeCloseTo(0.7607, 3);
    expect(rootCorrelation(root, 1, 2)).toBeCloseTo(0.7607, 3);
    expect(rootCorrelation(root, 0, 2)).toBeCloseTo(0.1573, 3);
  });

  test('gives way where estimates weigh least', () => {
    const root = nearestRoot(3, Float64Array.of(1, 0.9, 1, -0.9, 0.9, 1), Float64Array.of(0, 1, 0, 0.001, 1, 0));
    expect(rootCorrelation(root, 0, 1)).toBeGreaterThan(0.88);
    expect(rootCorrelation(root, 1, 2)).toBeGreaterThan(0.88);
    expect(rootCorrelation(root, 0, 2)).toBeGreaterThan(0.5);
  });
});
