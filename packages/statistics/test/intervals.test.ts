import { holm, linearQuantile, wilsonInterval } from '@verisim/statistics';
import { describe, expect, it } from 'vitest';

const near = (value: number, wanted: number) => expect(Math.abs(value / wanted - 1)).toBeLessThan(1e-9);

describe('wilsonInterval', () => {
  it('agrees with statsmodels proportion_confint(10, 50, method="wilson")', () => {
    const { low, high } = wilsonInterval(0.2, 50);
    near(low, 0.1124375001577611);
    near(high, 0.3303710593222542);
  });

  it('agrees with R prop.test(3, 40, conf.level = 0.9, correct = FALSE)', () => {
    const { low, high } = wilsonInterval(3 / 40, 40, 0.1);
    near(low, 0.030370252611739);
    near(high, 0.1734801787369);
  });

  it('holds shares of 0 and 1', () => {
    expect(wilsonInterval(0, 5).low).toBe(0);
    expect(wilsonInterval(1, 5).high).toBe(1);
  });
});

describe('holm', () => {
  it('agrees with R p.adjust(method = "holm")', () => {
    const found = holm([0.01, 0.04, 0.03, 0.005, 0.6, 0.04]);
    [0.05, 0.12, 0.12, 0.03, 0.6, 0.12].forEach((wanted, i) => {
      near(found[i], wanted);
    });
  });

  it('never exceeds 1, and gives nothing for nothing', () => {
    expect(holm([0.9, 0.8])).toEqual([1, 1]);
    expect(holm([])).toEqual([]);
  });
});

describe('linearQuantile', () => {
  it('agrees with numpy.quantile', () => {
    const values = [1, 2, 4, 8, 16, 32];
    expect([0, 0.1, 0.25, 0.5, 0.9, 1].map((share) => linearQuantile(values, share))).toEqual([1, 1.5, 2.5, 6, 24, 32]);
    expect(linearQuantile([], 0.5)).toBeNaN();
  });
});
