import { normalTail, precedenceTail } from '@verisim/statistics';
import { describe, expect, it } from 'vitest';
import {
  dcrShare,
  exposedRecords,
  exposureAuc,
  exposures,
  hitRate,
  rateExcess,
  type TwoDistances,
} from '../src/index.ts';

const near = (value: number, wanted: number) => expect(Math.abs(value / wanted - 1)).toBeLessThan(1e-9);

describe('rateExcess', () => {
  it('is the chance that all of so few hits fall on one side', () => {
    near(rateExcess({ hits: 5, rows: 100, squares: 5 }, { hits: 0, rows: 100, squares: 0 }), 0.5 ** 5);
  });

  it('takes rows that hit the same thing as one part of them', () => {
    const once = hitRate([0, 1, 2, 3, -1, -1, -1, -1]);
    const same = hitRate([0, 0, 0, 0, -1, -1, -1, -1]);
    expect([once, same]).toEqual([
      { hits: 4, rows: 8, squares: 4 },
      { hits: 4, rows: 8, squares: 16 },
    ]);
    const none = { hits: 0, rows: 8, squares: 0 };
    expect(rateExcess(same, none)).toBeGreaterThan(rateExcess(once, none));
  });
});

describe('dcrShare', () => {
  const distances = (train: number[], holdout: number[], parts: Partial<TwoDistances> = {}): TwoDistances => ({
    train,
    holdout,
    nearestTrain: train.map((_, i) => i),
    nearestHoldout: train.map((_, i) => i),
    equalTrain: train.map(() => 1),
    equalHoldout: train.map(() => 1),
    trainRows: 10,
    holdoutRows: 10,
    ...parts,
  });

  it('counts ties half at equal sizes', () => {
    const { share, uncorrected } = dcrShare(distances([0, 2, 1, 3], [1, 1, 1, 4]));
    expect(share).toBe((1 + 0 + 0.5 + 1) / 4);
    expect(uncorrected).toBe(0.5);
  });

  it('reads 1 for copies and 0.5 for chance, whatever the sizes', () => {
    const sizes = { trainRows: 40, holdoutRows: 10 };
    expect(dcrShare(distances([0, 0], [1, 1], sizes)).share).toBe(1);
    expect(dcrShare(distances([0, 0, 0, 0, 2], [1, 1, 1, 1, 1], sizes)).share).toBeCloseTo(0.5, 12);
    expect(dcrShare(distances([2, 2], [1, 1], sizes)).share).toBe(0);
    // Fifty rows, of which ten are copies and forty divide as the sizes do, 32 to 8.
    const train = Array.from({ length: 50 }, (_, i) => (i < 42 ? 0 : 2));
    const parts = { nearestTrain: train.map((_, i) => i % 40), nearestHoldout: train.map((_, i) => i % 10), ...sizes };
    expect(dcrShare(distances(train, new Array(50).fill(1), parts)).share).toBeCloseTo(0.2 + 0.8 / 2, 12);
  });

  it('counts rows equally near to several by their numbers', () => {
    const tie = distances([1], [1], { equalTrain: [3], equalHoldout: [1], trainRows: 30, holdoutRows: 10 });
    expect(dcrShare(tie).share).toBe(0.5);
  });

  it('gives all labels of the nearest rows the chance that counting them gives', () => {
    // Ten synthetic rows, each nearest to a real row of its own, all of them training rows.
    const p = dcrShare(distances(new Array(10).fill(0), new Array(10).fill(1))).p;
    near(p, normalTail(5 / Math.sqrt((100 / (20 * 19)) * (10 - 100 / 20))));
    // Ten rows that are all nearest to the same real row say no more than one.
    const same = { nearestTrain: new Array(10).fill(3) };
    expect(dcrShare(distances(new Array(10).fill(0), new Array(10).fill(1), same)).p).toBeGreaterThan(0.1);
  });
});

describe('exposure', () => {
  const ramp = (n: number, from: number) => Float64Array.from({ length: n }, (_, i) => from + i);

  it('is the logarithm of distance to synthetic over distance to real rows', () => {
    expect([...exposures([1, 0, 0, 2], [Math.E, 1, 0, 0])]).toEqual([-1, -700, 0, 700]);
  });

  it('counts training rows below the first holdout rows', () => {
    const found = exposedRecords(ramp(100, 0), ramp(300, 9.5));
    expect(found?.value).toBe(0.12);
    near(found?.expected ?? 0, 3 / 301);
    near(found?.p ?? 0, precedenceTail(12, 100, 3, 300));
    expect(exposedRecords(ramp(19, 0), ramp(300, 0))).toBeNull();
  });

  it('is 0.5 for equal rows, with ties, and 1 for rows that are all below', () => {
    expect(exposureAuc(ramp(50, 0), ramp(50, 0))).toMatchObject({ value: 0.5, p: 0.5 });
    expect(exposureAuc(ramp(50, 0), ramp(50, 50))?.value).toBe(1);
    expect(exposureAuc(new Float64Array(30), new Float64Array(40))).toMatchObject({ value: 0.5, p: 1 });
  });

  it('has the p of SciPy mannwhitneyu(method="asymptotic", use_continuity=False)', () => {
    const a = Float64Array.from({ length: 25 }, (_, i) => (i * 7) % 11);
    const b = Float64Array.from({ length: 30 }, (_, i) => 1 + ((i * 5) % 13));
    near(exposureAuc(a, b)?.p ?? 0, 0.0316967778282328);
  });
});
