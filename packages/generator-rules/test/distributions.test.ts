import { createRandom } from '@verisim/core';
import { chiSquareTail } from '@verisim/statistics';
import { describe, expect, test } from 'vitest';
import {
  beta,
  type Distribution,
  exponential,
  gamma,
  histogram,
  lognormal,
  mixture,
  normal,
  poisson,
  uniform,
  weighted,
  within,
} from '../src/record/distribution.ts';
import { fromScores } from '../src/record/normal-scores.ts';
import { normalBelow } from '../src/record/special-functions.ts';

const DRAWS = 20_000;

/** p of the largest distance between what is drawn and P(X <= x). */
function kolmogorov(of: Distribution, draws: Float64Array): number {
  const sorted = draws.toSorted();
  let most = 0;
  sorted.forEach((x, i) => {
    const p = of.below(x);
    most = Math.max(most, p - i / DRAWS, (i + 1) / DRAWS - p);
  });
  // Kolmogorov's limit law with Stephens' correction (1970).
  const scaled = (Math.sqrt(DRAWS) + 0.12 + 0.11 / Math.sqrt(DRAWS)) * most;
  let tail = 0;
  for (let k = 1; k <= 100; k++) tail += 2 * (-1) ** (k - 1) * Math.exp(-2 * (k * scaled) ** 2);
  return tail;
}

function drawsOf(of: Distribution, seed: string): Float64Array {
  const random = createRandom(seed);
  return Float64Array.from({ length: DRAWS }, () => of.draw(random));
}

// P(X <= x) of scipy.stats 1.10.
const SMOOTH: readonly (readonly [string, Distribution, number, number])[] = [
  ['normal', normal(3, 2), 4, 0.6914624612740131],
  ['lognormal', lognormal(1, 0.5), 2, 0.26970493073490953],
  ['uniform', uniform(-1, 3), 0, 0.25],
  ['exponential', exponential(4), 2, 0.3934693402873666],
  ['gamma', gamma(2.5, 1.5), 3, 0.4505840486472198],
  ['gamma below one', gamma(0.3, 2), 0.1, 0.4484368621065926],
  ['beta', beta(2, 5), 0.3, 0.579825],
  ['beta below one', beta(0.4, 0.7, 0, 10), 2, 0.4419898226021975],
  ['histogram', histogram([0, 1, 3, 4], [1, 2, 1]), 2, 0.5],
  ['mixture', mixture([normal(0, 1), normal(10, 1)], [3, 1]), 5, 0.75],
  ['truncated normal', within(normal(0, 1), 0, 1), 0.5, 0.5609064251880032],
];

describe('smooth distributions', () => {
  test.each(SMOOTH)('%s: draws follow P(X <= x) (Kolmogorov-Smirnov)', (name, of) => {
    expect(kolmogorov(of, drawsOf(of, name))).toBeGreaterThan(1e-3);
  });

  test.each(SMOOTH)('%s: P(X <= x) is that of scipy', (_, of, x, expected) => {
    expect(of.below(x)).toBeCloseTo(expected, 6);
  });

  test.each(SMOOTH)('%s: normal scores are carried to the same probability', (_, of) => {
    const value = fromScores(of);
    for (const z of [-3, -1.234, 0, 0.5, 2.2]) expect(of.below(value(z))).toBeCloseTo(normalBelow(z), 4);
  });
});

const STEPS: readonly (readonly [string, Distribution, (k: number) => number])[] = [
  ['small Poisson', poisson(2.5), (k) => (Math.exp(-2.5) * 2.5 ** k) / factorial(k)],
  ['large Poisson', poisson(30), (k) => Math.exp(k * Math.log(30) - 30 - Math.log(factorial(k)))],
  [
    'Zipf',
    weighted(
      Float64Array.from({ length: 50 }, (_, i) => 1 / (i + 1) ** 1.2),
      1,
    ),
    (k) => (k < 1 || k > 50 ? 0 : k ** -1.2 / zipfSum()),
  ],
];

const factorial = (k: number): number => (k < 2 ? 1 : k * factorial(k - 1));
const zipfSum = (): number => Array.from({ length: 50 }, (_, i) => (i + 1) ** -1.2).reduce((a, b) => a + b);

test.each(STEPS)('%s: counts are those of its law (chi-square)', (name, of, law) => {
  const draws = drawsOf(of, name);
  let statistic = 0;
  let cells = 0;
  let [rest, restExpected] = [0, 0];
  for (let k = 0; k <= 120; k++) {
    const expected = DRAWS * law(k);
    const seen = draws.filter((value) => value === k).length;
    if (expected < 10) [rest, restExpected] = [rest + seen, restExpected + expected];
    else {
      statistic += (seen - expected) ** 2 / expected;
      cells++;
    }
    expect(of.below(k) - of.below(k - 1)).toBeCloseTo(law(k), 9);
  }
  if (restExpected >= 5) [statistic, cells] = [statistic + (rest - restExpected) ** 2 / restExpected, cells + 1];
  expect(chiSquareTail(statistic, cells - 1)).toBeGreaterThan(1e-3);
});
