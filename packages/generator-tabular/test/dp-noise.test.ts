import { createRandom } from '@verisim/core';
import { describe, expect, it } from 'vitest';
import { chooseExponentially } from '../src/dp-marginals/choose-exponentially.ts';
import { bernoulliExp, discreteGaussian, discreteLaplace } from '../src/dp-marginals/discrete-gaussian.ts';
import { bernoulli, type RandomBits, systemBits, uniformBelow } from '../src/dp-marginals/random-bits.ts';
import { rationalOf } from '../src/dp-marginals/rational.ts';
import { exactNoise } from '../src/index.ts';

/** Bits that are the same in every run, so that no test fails by chance alone. */
function bitsOf(label: string): RandomBits {
  const random = createRandom(label);
  return () => random.int(0, 2 ** 32);
}

/** The probabilities of -30 ... 30 from weights. */
function massOf(weight: (x: number) => number): number[] {
  const weights = Array.from({ length: 61 }, (_, i) => weight(i - 30));
  const sum = weights.reduce((all, one) => all + one, 0);
  return weights.map((one) => one / sum);
}

/** Pearson's statistic over places that are expected five times or more, the others together, and how many those are. */
function chiSquare(counts: readonly number[], mass: readonly number[]): { statistic: number; freedom: number } {
  const draws = counts.reduce((all, count) => all + count, 0);
  const kept = mass.flatMap((p, i) => (p * draws >= 5 ? [[counts[i], p * draws]] : []));
  const restSeen = draws - kept.reduce((all, [seen]) => all + seen, 0);
  const restExpected = draws - kept.reduce((all, [, expected]) => all + expected, 0);
  const all = restExpected > 1 ? [...kept, [restSeen, restExpected]] : kept;
  return {
    statistic: all.reduce((sum, [seen, expected]) => sum + (seen - expected) ** 2 / expected, 0),
    freedom: all.length - 1,
  };
}

/** The 99.9 % quantile of chi-square, by the cube of Wilson & Hilferty (1931). */
const limit = (freedom: number) => freedom * (1 - 2 / (9 * freedom) + 3.0902 * Math.sqrt(2 / (9 * freedom))) ** 3;

function expectLaw(draw: () => number, mass: readonly number[], draws: number): void {
  const counts = mass.map(() => 0);
  for (let i = 0; i < draws; i++) {
    const x = draw() + 30;
    if (x >= 0 && x < counts.length) counts[x]++;
  }
  const { statistic, freedom } = chiSquare(counts, mass);
  expect(freedom).toBeGreaterThan(1);
  expect(statistic).toBeLessThan(limit(freedom));
}

describe('rationalOf', () => {
  it('is exactly the double', () => {
    expect(rationalOf(0.75)).toEqual({ numerator: 3n, denominator: 4n });
    expect(rationalOf(0.1)).toEqual({ numerator: 3602879701896397n, denominator: 2n ** 55n });
    expect(rationalOf(2 ** 80)).toEqual({ numerator: 2n ** 80n, denominator: 1n });
    expect(() => rationalOf(Number.NaN)).toThrow(RangeError);
  });
});

describe('exact samplers', () => {
  it('draw whole numbers evenly, also below a bound that is no power of two', () => {
    const bits = bitsOf('uniform');
    const counts = new Array<number>(6).fill(0);
    for (let i = 0; i < 60_000; i++) counts[Number(uniformBelow(6n, bits))]++;
    expect(chiSquare(counts, new Array<number>(6).fill(1 / 6)).statistic).toBeLessThan(limit(5));
    const wide = Array.from({ length: 200 }, () => uniformBelow(3n * 2n ** 64n, bits));
    expect(wide.every((draw) => draw < 3n * 2n ** 64n)).toBe(true);
    expect(wide.some((draw) => draw > 2n ** 65n)).toBe(true);
  });

  it.each([
    [1n, 3n],
    [1n, 2n ** 40n],
    [2n ** 40n - 1n, 2n ** 40n],
  ])('flip a coin of %d / %d', (numerator, denominator) => {
    const p = Number(numerator) / Number(denominator);
    const bits = bitsOf('coin');
    const heads = Array.from({ length: 50_000 }, () => bernoulli(numerator, denominator, bits)).filter(Boolean).length;
    expect(Math.abs(heads - 50_000 * p)).toBeLessThan(4 * Math.sqrt(50_000 * p * (1 - p)) + 1);
  });

  it.each([
    [0n, 1n],
    [1n, 2n],
    [1n, 1n],
    [7n, 3n],
  ])('flip a coin of exp(-%d / %d)', (numerator, denominator) => {
    const p = Math.exp(-Number(numerator) / Number(denominator));
    const bits = bitsOf('exponential coin');
    const heads = Array.from({ length: 50_000 }, () => bernoulliExp(numerator, denominator, bits)).filter(Boolean);
    expect(Math.abs(heads.length - 50_000 * p)).toBeLessThanOrEqual(4 * Math.sqrt(50_000 * p * (1 - p)));
  });

  it('draw the discrete Laplace law', () => {
    const bits = bitsOf('laplace');
    const mass = massOf((x) => Math.exp(-Math.abs(x) / 3));
    expectLaw(() => Number(discreteLaplace(3n, bits)), mass, 40_000);
  });

  it.each([0.3, 1, 4.7, 20.25])('draw the discrete Gaussian law of variance %d', (variance) => {
    const bits = bitsOf(`gaussian ${variance}`);
    const exact = rationalOf(variance);
    const mass = massOf((x) => Math.exp(-(x * x) / (2 * variance)));
    expectLaw(() => discreteGaussian(exact, bits), mass, 30_000);
  });

  it('would not pass noise that is a tenth too small', () => {
    const bits = bitsOf('too small');
    const exact = rationalOf(4.7 * 0.81);
    const mass = massOf((x) => Math.exp(-(x * x) / (2 * 4.7)));
    expect(() => expectLaw(() => discreteGaussian(exact, bits), mass, 30_000)).toThrow();
  });

  it('choose by the exponential mechanism', () => {
    const bits = bitsOf('choice');
    const [scores, epsilon] = [[3, 10, 7, 10, -5], 0.3];
    const weights = scores.map((score) => Math.exp((epsilon * score) / 2));
    const sum = weights.reduce((all, weight) => all + weight, 0);
    const counts = scores.map(() => 0);
    for (let i = 0; i < 30_000; i++) counts[chooseExponentially(scores, rationalOf(epsilon), bits)]++;
    expect(
      chiSquare(
        counts,
        weights.map((weight) => weight / sum),
      ).statistic,
    ).toBeLessThan(limit(4));
    // Scores far apart neither overflow nor take long.
    expect(chooseExponentially([0, 10 ** 9], rationalOf(1e-3), bits)).toBe(1);
  });

  it('draw from the system by default, never the same twice', () => {
    const noise = exactNoise(systemBits());
    const [first, second] = [noise.gaussian(400, 5000), noise.gaussian(400, 5000)];
    expect(first).not.toEqual(second);
    const mean = first.reduce((sum, x) => sum + x * x, 0) / first.length;
    // Six standard errors: once in a billion runs.
    expect(Math.abs(mean / 400 - 1)).toBeLessThan(6 * Math.sqrt(2 / 5000));
  });
});
