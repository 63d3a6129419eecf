import { logGamma, poissonAtMost, poissonInterval, studentQuantile, studentTail } from '@verisim/statistics';
import { expect, test } from 'vitest';

/** Held to values of SciPy 1.15, relative. */
function close(found: number, expected: number, tolerance = 1e-10): void {
  expect(Math.abs(found - expected), `${found} against ${expected}`).toBeLessThanOrEqual(
    tolerance * Math.max(1e-300, Math.abs(expected)),
  );
}

test('studentTail is scipy.stats.t.sf', () => {
  const values = [
    [0, 5, 0.5],
    [1, 1, 0.24999999999999978],
    [2.5, 3.7, 0.035911011455913376],
    [4, 200, 4.456547609296729e-5],
    [12, 2, 0.00343646683857923],
    [0.3, 0.8, 0.41172717197651254],
    [6, 29.5, 7.445981153087646e-7],
    [40, 10, 1.1404288715428737e-12],
    [-1.2, 7, 0.8654140315863967],
  ];
  for (const [t, degrees, tail] of values) close(studentTail(t, degrees), tail);
  expect(studentTail(Number.POSITIVE_INFINITY, 3)).toBe(0);
});

test('studentQuantile is scipy.stats.t.isf', () => {
  const values = [
    [0.025, 1, 12.706204736432102],
    [0.025, 9.5, 2.2441374614577776],
    [0.0005, 30, 3.6459586349971094],
    [0.8, 4, -0.94096457719753],
  ];
  for (const [tail, degrees, t] of values) close(studentQuantile(tail, degrees), t);
});

test('poissonAtMost is scipy.stats.poisson.cdf', () => {
  const values = [
    [0, 3, 0.04978706836786395],
    [5, 10, 0.06708596287903189],
    [100, 140, 0.00023049121652865692],
    [3, 0.2, 0.9999431597592419],
    [2000, 1900, 0.9889756637295065],
    [10, 80, 6.091332037640501e-23],
  ];
  for (const [x, mean, share] of values) close(poissonAtMost(x, mean), share, 1e-9);
  expect([poissonAtMost(-1, 2), poissonAtMost(3, 0)]).toEqual([0, 1]);
});

test('poissonInterval is half the quantiles of chi-square', () => {
  const values = [
    [0, 0, 3.6888794541139354],
    [1, 0.025317807984289876, 5.571643390938898],
    [10, 4.7953886961324335, 18.39035604201778],
    [500, 457.1285768996295, 545.8092685651714],
  ];
  for (const [count, low, high] of values) {
    const found = poissonInterval(count);
    close(found.low, low, 1e-8);
    close(found.high, high, 1e-8);
  }
});

test('logGamma is scipy.special.gammaln', () => {
  const values = [
    [0.1, 2.252712651734206],
    [0.5, 0.5723649429247],
    [1.5, -0.12078223763524526],
    [7.25, 7.0521854507385395],
    [30, 71.257038967168],
    [100000, 1051287.7089736569],
  ];
  for (const [x, value] of values) close(logGamma(x), value, 1e-12);
});
