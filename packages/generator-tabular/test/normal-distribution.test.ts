import { createRandom } from '@verisim/core';
import { expect, test } from 'vitest';
import { drawNormals } from '../src/copula/draw-normals.ts';
import { normalCdf, normalQuantile } from '../src/copula/normal-distribution.ts';

// scipy.stats.norm 1.10.
test.each([
  [-10, 7.61985302416047e-24],
  [-5, 2.866515718791933e-7],
  [-3.0001, 0.0013494549132607172],
  [-2.9999, 0.001350341282954925],
  [-1, 0.15865525393145707],
  [-0.1, 0.460172162722971],
  [0.5, 0.6914624612740131],
  [2, 0.9772498680518208],
  [8, 0.9999999999999993],
])('the distribution function at %s is that of scipy', (x, expected) => {
  expect(Math.abs(normalCdf(x) / expected - 1)).toBeLessThan(1e-12);
});

test.each([
  [1e-300, -37.0470962993612],
  [1e-20, -9.262340089798409],
  [1e-5, -4.264890793922825],
  [0.02, -2.053748910631823],
  [0.075, -1.4395314709384563],
  [0.3, -0.5244005127080409],
  [0.9, 1.2815515655446004],
  [0.999999, 4.753424308817087],
])('the quantile of %s is that of scipy', (p, expected) => {
  expect(Math.abs(normalQuantile(p) / expected - 1)).toBeLessThan(1e-12);
});

test('the ends are infinite', () => {
  expect([normalQuantile(0), normalQuantile(1), normalCdf(-40), normalCdf(40)]).toEqual([-Infinity, Infinity, 0, 1]);
});

test('drawn numbers have the moments and tails of a normal distribution', () => {
  const numbers = drawNormals(1_000_001, createRandom(1));
  const moment = (power: number) => numbers.reduce((sum, x) => sum + x ** power, 0) / numbers.length;
  expect(Math.abs(moment(1))).toBeLessThan(0.004);
  expect(Math.abs(moment(2) - 1)).toBeLessThan(0.006);
  expect(Math.abs(moment(3))).toBeLessThan(0.016);
  expect(Math.abs(moment(4) - 3)).toBeLessThan(0.04);
  // 63.3 of a million lie beyond 4.
  expect(Math.abs(numbers.filter((x) => Math.abs(x) > 4).length - 63.3)).toBeLessThan(32);
});
