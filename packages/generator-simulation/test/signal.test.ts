import { createRandom } from '@verisim/core';
import { expect, test } from 'vitest';
import { drawPoisson, parseDurations } from '../src/durations.ts';
import { fourier } from '../src/signal/fourier.ts';
import { fractionalCovariance, fractionalNoise } from '../src/signal/fractional-noise.ts';
import { hurstExponent } from '../src/signal/hurst.ts';

test('the Fourier transform is the sum that it stands for', () => {
  const random = createRandom('fourier');
  const x = Float64Array.from({ length: 16 }, () => random.normal());
  const [real, imaginary] = [x.slice(), new Float64Array(16)];
  fourier(real, imaginary);
  for (let j = 0; j < 16; j++) {
    const sum = (of: (angle: number) => number) =>
      x.reduce((s, value, t) => s + value * of((-2 * Math.PI * j * t) / 16), 0);
    expect(real[j]).toBeCloseTo(sum(Math.cos), 10);
    expect(imaginary[j]).toBeCloseTo(sum(Math.sin), 10);
  }
});

test.each([0.6, 0.8, 0.9])('fractional noise has its covariance and is found again, H = %d', (hurst) => {
  const n = 2048;
  const runs = 60;
  const products = [0, 0, 0, 0];
  const estimates: number[] = [];
  for (let run = 0; run < runs; run++) {
    const noise = fractionalNoise(n, hurst, createRandom(`noise ${run}`));
    for (let lag = 0; lag < 4; lag++)
      for (let i = 0; i + lag < n; i++) products[lag] += (noise[i] * noise[i + lag]) / (n - lag) / runs;
    estimates.push(hurstExponent(noise)!.hurst);
  }
  for (const [lag, product] of products.entries())
    expect(Math.abs(product - fractionalCovariance(hurst, lag))).toBeLessThan(hurst === 0.9 ? 0.12 : 0.04);
  const mean = estimates.reduce((sum, one) => sum + one, 0) / runs;
  const spread = Math.sqrt(estimates.reduce((sum, one) => sum + (one - mean) ** 2, 0) / (runs - 1));
  expect(Math.abs(mean - hurst)).toBeLessThan(0.02);
  // The error that the estimator states is the one it has.
  expect(spread / hurstExponent(fractionalNoise(n, hurst, createRandom(1)))!.error).toBeGreaterThan(0.7);
  expect(spread / hurstExponent(fractionalNoise(n, hurst, createRandom(1)))!.error).toBeLessThan(1.4);
});

test('white noise has the exponent one half, and a constant has none', () => {
  const random = createRandom('white');
  const { hurst, error } = hurstExponent(Float64Array.from({ length: 8192 }, () => random.normal()))!;
  expect(Math.abs(hurst - 0.5)).toBeLessThan(3 * error);
  expect(hurstExponent(new Float64Array(1024).fill(3))).toBeNull();
  expect(hurstExponent(new Float64Array(100))).toBeNull();
});

test.each([
  'exponential(3)',
  'deterministic(3)',
  'lognormal(3, 0.8)',
  'gamma(3, 0.5)',
  'gamma(3, 1.5)',
  'pareto(3, 4.5)',
])('%s has its mean and second moment, and what is left of it the mean of renewal theory', (text) => {
  const durations = parseDurations('service', text);
  const random = createRandom(text);
  const n = 200_000;
  let [sum, squares, residual] = [0, 0, 0];
  for (let i = 0; i < n; i++) {
    const x = durations.draw(random);
    sum += x;
    squares += x * x;
    residual += durations.drawResidual(random);
  }
  expect(sum / n / durations.mean).toBeCloseTo(1, 1);
  expect(Math.abs(sum / n / durations.mean - 1)).toBeLessThan(0.015);
  expect(Math.abs(squares / n / durations.secondMoment - 1)).toBeLessThan(0.06);
  expect(Math.abs(residual / n / (durations.secondMoment / (2 * durations.mean)) - 1)).toBeLessThan(0.06);
});

test.each([0.3, 7, 400])('Poisson numbers have mean and variance %d', (mean) => {
  const random = createRandom(`poisson ${mean}`);
  const draws = Array.from({ length: 20_000 }, () => drawPoisson(mean, random));
  const average = draws.reduce((sum, x) => sum + x, 0) / draws.length;
  const variance = draws.reduce((sum, x) => sum + (x - average) ** 2, 0) / draws.length;
  expect(Math.abs(average - mean)).toBeLessThan(4 * Math.sqrt(mean / draws.length));
  expect(variance / mean).toBeGreaterThan(0.94);
  expect(variance / mean).toBeLessThan(1.06);
});

test.each(['normal(3)', 'exponential(0)', 'exponential(1, 2)', 'lognormal(1)', 'pareto(1, 1)', '3'])(
  '%s is refused',
  (text) => {
    expect(() => parseDurations('service', text)).toThrow(
      expect.objectContaining({ code: 'generator-simulation/bad-duration' }),
    );
  },
);
