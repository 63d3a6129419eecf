import { describe, expect, it } from 'vitest';
import { logFactorial, shareDifference, weightedShareDifference } from '../src/index.ts';

const density = (k: number, n: number, p: number): number =>
  Math.exp(logFactorial(n) - logFactorial(k) - logFactorial(n - k) + k * Math.log(p) + (n - k) * Math.log(1 - p));

/** How often the interval holds the true value, over every outcome of two strata of two samples. */
function coverage(of: readonly number[], p: readonly number[], weights: readonly number[]): number {
  const truth = weights[0] * (p[0] - p[1]) + weights[1] * (p[2] - p[3]);
  let held = 0;
  for (let a = 0; a <= of[0]; a++)
    for (let b = 0; b <= of[1]; b++)
      for (let c = 0; c <= of[2]; c++)
        for (let d = 0; d <= of[3]; d++) {
          const { low, high } = weightedShareDifference([
            { weight: weights[0], first: { hits: a, of: of[0] }, second: { hits: b, of: of[1] } },
            { weight: weights[1], first: { hits: c, of: of[2] }, second: { hits: d, of: of[3] } },
          ]);
          if (low <= truth && truth <= high)
            held += [a, b, c, d].reduce((product, k, i) => product * density(k, of[i], p[i]), 1);
        }
  return held;
}

describe('weightedShareDifference', () => {
  it("is Newcombe's interval for one stratum: 56/70 against 48/80 (Newcombe 1998, table II, example a)", () => {
    const found = weightedShareDifference([{ weight: 1, first: { hits: 56, of: 70 }, second: { hits: 48, of: 80 } }]);
    expect(found.value).toBeCloseTo(0.2, 12);
    expect(found.low).toBeCloseTo(0.0524, 4);
    expect(found.high).toBeCloseTo(0.3339, 4);
    expect(found).toEqual(shareDifference({ hits: 56, of: 70 }, { hits: 48, of: 80 }));
  });

  it.each([
    [
      [10, 12, 8, 9],
      [0.8, 0.7, 0.6, 0.3],
      [0.5, 0.5],
    ],
    [
      [12, 12, 6, 12],
      [0.95, 0.9, 0.2, 0.5],
      [0.8, 0.2],
    ],
    [
      [8, 14, 8, 14],
      [0.5, 0.5, 0.5, 0.5],
      [0.3, 0.7],
    ],
  ])('holds the truth in about 95 %% of all outcomes of %j', (of, p, weights) => {
    const held = coverage(of, p, weights);
    expect(held).toBeGreaterThan(0.93);
    expect(held).toBeLessThan(0.992);
  });

  it('a stratum of weight 0 changes nothing', () => {
    const pair = { weight: 1, first: { hits: 3, of: 9 }, second: { hits: 5, of: 11 } };
    const none = { weight: 0, first: { hits: 0, of: 4 }, second: { hits: 4, of: 4 } };
    expect(weightedShareDifference([pair, none])).toEqual(weightedShareDifference([pair]));
  });
});
