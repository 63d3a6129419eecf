import { describe, expect, test } from 'vitest';
import { chooseRatio } from '../src/sweep/choose-ratio.ts';

const NORMAL_975 = 1.959963984540054;
const paired = (value: number, error: number) => ({
  value,
  low: value - NORMAL_975 * error,
  high: value + NORMAL_975 * error,
  pWorse: 0.5,
});

/** Lifts by ratio; differences between ratios have the given error. */
function choose(lifts: Record<number, number>, error: number, worth?: number) {
  const entries = Object.entries(lifts).map(([ratio, lift]) => ({ ratio: Number(ratio), lift: paired(lift, error) }));
  return chooseRatio(entries, (first, second) => paired(lifts[first] - lifts[second], error), worth);
}

describe('the ratio that goes before the holdout', () => {
  const lifts = { 0.25: 0.01, 0.5: 0.05, 0.75: 0.06, 0.9: 0.062 };

  test('is the smallest within one standard error of the peak', () => {
    expect(choose(lifts, 0.005)).toMatchObject({ peak: 0.9, candidate: 0.75 });
    expect(choose(lifts, 0.02)).toMatchObject({ peak: 0.9, candidate: 0.5 });
    expect(choose(lifts, 0.1)).toMatchObject({ peak: 0.9, candidate: 0.25, preferred: 0 });
  });

  test('costs less than what matters, however wide the error', () => {
    expect(choose(lifts, 0.1, 0.02)).toMatchObject({ peak: 0.9, candidate: 0.5, preferred: 0 });
    expect(choose(lifts, 0.05, 0.02)).toMatchObject({ candidate: 0.5, preferred: 0.5 });
    expect(choose(lifts, 0.1, 0.005)).toMatchObject({ candidate: 0.75 });
    expect(choose({ 0.25: 0.004, 0.5: 0.006 }, 0.1, 0.01)).toMatchObject({ candidate: 0.25, preferred: 0 });
  });

  test('stops when no ratio surely helps and the last surely harms', () => {
    expect(choose({ 0.5: -0.01, 0.9: -0.1 }, 0.02).stop).toMatch(/^Stop:/);
    expect(choose({ 0.5: 0.1, 0.9: -0.1 }, 0.02).stop).toBeNull();
  });
});
