import { createContext, createRandom } from '@verisim/core';
import { normalQuantile } from '@verisim/statistics';
import { describe, expect, it } from 'vitest';
import { cellsOf } from '../src/cells.ts';
import { exposedRecords } from '../src/index.ts';
import { membershipInference } from '../src/membership-inference.ts';
import { readGolden } from './read-golden.ts';

const real = readGolden('real.csv');
const holdout = readGolden('holdout.csv');
const infer = (set: string) => {
  const [train, synthetic, held] = cellsOf([real, readGolden(set), holdout]);
  return membershipInference(train, synthetic, held, createContext({ seed: 1 }));
};

describe('membershipInference', () => {
  it('tries four ways, and finds the 200 copied rows of 1,200 by three of them', async () => {
    const made = await infer('leaky.csv');
    expect(made.map(({ attack }) => attack)).toEqual([
      'membership-distance',
      'membership-density-ratio',
      'membership-classifier',
      'membership-ensemble',
    ]);
    for (const { attack, rate, low, high, p } of made) {
      if (attack === 'membership-classifier') continue;
      expect(rate).toBeGreaterThan(200 / 1200 - 0.005);
      expect(rate).toBeLessThan(200 / 1200 + 0.02);
      expect(low).toBeLessThan(200 / 1200);
      expect(high).toBeGreaterThan(200 / 1200);
      expect(p).toBeLessThan(1e-10);
    }
  });

  it('finds nobody in rows of the same process', async () => {
    for (const { p, membership } of await infer('good.csv')) {
      expect(p).toBeGreaterThan(0.01);
      expect(membership?.auc.low).toBeLessThan(0.5);
    }
  });

  it('takes a generator that saw the holdout for no leak of training rows', async () => {
    const [train, synthetic, held] = cellsOf([real, holdout, holdout]);
    const made = await membershipInference(train, synthetic, held, createContext({ seed: 1 }));
    expect(made.map(({ p }) => p > 0.5)).toEqual([true, true, true, true]);
  });

  it('leaves 0.1 % open below 1,000 holdout rows', async () => {
    expect((await infer('good.csv')).every(({ membership }) => membership?.atThousandth === null)).toBe(true);
  });
});

describe('exposedRecords', () => {
  it('at 0.1 % counts training rows below the first of 1,000 holdout rows', () => {
    const ramp = (n: number, from: number) => Float64Array.from({ length: n }, (_, i) => from + i);
    expect(exposedRecords(ramp(100, 0), ramp(1000, 9.5), 0.001)?.value).toBe(0.1);
    expect(exposedRecords(ramp(100, 0), ramp(999, 9.5), 0.001)).toBeNull();
  });

  it('has intervals that hold the true rate as often as promised: normal scores one apart', () => {
    // P(Z < -2.326347874 + 1) for scores of training rows that lie one below: the true rate at 1 % false positives.
    const truth = 0.0923622567765146;
    let held = 0;
    for (let seed = 0; seed < 200; seed++) {
      const random = createRandom(`interval ${seed}`);
      const train = Float64Array.from({ length: 400 }, () => random.normal() - 1);
      const others = Float64Array.from({ length: 500 }, () => random.normal());
      const found = exposedRecords(train, others);
      if (found && found.low <= truth && truth <= found.high) held++;
    }
    expect(held).toBeGreaterThanOrEqual(190);
  });
});

describe('normalQuantile', () => {
  // SciPy norm.isf.
  it.each([
    [0.025, 1.959963984540054],
    [0.00625, 2.4977054744123723],
    [1e-10, 6.361340902404056],
    [0.9, -1.2815515655446004],
  ])('of %d', (tail, wanted) => expect(normalQuantile(tail)).toBeCloseTo(wanted, 9));
});
