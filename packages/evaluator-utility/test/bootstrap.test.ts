import { createContext, createRandom } from '@verisim/core';
import { holm } from '@verisim/statistics';
import { expect, test } from 'vitest';
import { bootstrapScores } from '../src/bootstrap.ts';
import { normalCdf, studentQuantile975 } from '../src/distributions.ts';
import { metrics } from '../src/index.ts';
import { intervalOf, pairedDifference, smallSample, standardError } from '../src/interval.ts';

const ctx = createContext({ seed: 1 });

test('the normal distribution function equals published values', () => {
  expect(normalCdf(0)).toBe(0.5);
  expect(normalCdf(1)).toBeCloseTo(0.8413447460685429, 10);
  expect(normalCdf(-1.959963984540054)).toBeCloseTo(0.025, 10);
  expect(normalCdf(-5) / 2.866515718791939e-7).toBeCloseTo(1, 8);
  expect(normalCdf(-9) / 1.1285884059538324e-19).toBeCloseTo(1, 8);
});

test('the t quantile equals published tables', () => {
  const table = {
    1: 12.7062,
    2: 4.30265,
    3: 3.18245,
    4: 2.77645,
    9: 2.26216,
    30: 2.04227,
    120: 1.97993,
    1000: 1.96234,
  };
  for (const [degrees, value] of Object.entries(table)) {
    expect(studentQuantile975(Number(degrees)) / value).toBeCloseTo(1, 4);
  }
});

test("Holm's adjustment", () => {
  expect(holm([0.01, 0.04, 0.03, 0.005])).toEqual([0.03, 0.06, 0.06, 0.02]);
  expect(holm([0.9, 0.8])).toEqual([1, 1]);
});

/** Scores of two classes of normals, `rows` each, `gap` apart. */
function scored(rows: number, gap: number, seed: string, noise = 0) {
  const random = createRandom(seed);
  const own = createRandom(`${seed}:own:${noise}`);
  const classes = Int32Array.from({ length: 2 * rows }, (_, i) => i % 2);
  const probabilities = Float64Array.from(
    [...classes].flatMap((k) => {
      const p = 1 / (1 + Math.exp(-(random.normal() + gap * k + noise * own.normal())));
      return [1 - p, p];
    }),
  );
  return { probabilities, classes, classCount: 2 };
}

test('the bootstrap error of the area is that of DeLong', async () => {
  const data = scored(300, 1, 'delong');
  const [score] = await bootstrapScores(
    [[metrics['roc-auc'].prepare(data)]],
    { classes: data.classes, seeds: 1, resamples: 1000 },
    createRandom(2),
    ctx,
  );
  const p = (i: number) => data.probabilities[2 * i + 1];
  const of = (k: number) => [...data.classes.keys()].filter((i) => data.classes[i] === k);
  const placement = (i: number, k: number) => of(1 - k).filter((j) => (k ? p(j) < p(i) : p(j) > p(i))).length / 300;
  const variance = (values: number[]) => {
    const mean = values.reduce((a, b) => a + b, 0) / values.length;
    return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
  };
  const deLong = Math.sqrt([0, 1].reduce((sum, k) => sum + variance(of(k).map((i) => placement(i, k))) / 300, 0));
  const found = Math.sqrt(variance([...score.replicates]));
  expect(found / deLong).toBeGreaterThan(0.93);
  expect(found / deLong).toBeLessThan(1.07);
  expect(score.value).toBeCloseTo(of(1).reduce((sum, i) => sum + placement(i, 1), 0) / 300, 12);
});

test('seeds widen the interval by the unbiased variance of their mean', async () => {
  const values = [0.7, 0.8, 0.75];
  const [score] = await bootstrapScores(
    [values.map((value) => () => value)],
    { classes: Int32Array.of(0, 1), seeds: 3, resamples: 4000 },
    createRandom(3),
    ctx,
  );
  const mean = score.replicates.reduce((a, b) => a + b, 0) / 4000;
  const variance = score.replicates.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 4000;
  expect(score.value).toBeCloseTo(0.75, 12);
  expect(variance / (0.0025 / 3)).toBeGreaterThan(0.93);
  expect(variance / (0.0025 / 3)).toBeLessThan(1.07);
});

async function compare(rows: number, gap: number, noise: number) {
  const a = scored(rows, gap, `pair:${rows}`, noise);
  const b = scored(rows, gap, `pair:${rows}`);
  const metric = metrics['roc-auc'];
  const plan = { classes: a.classes, seeds: 1, resamples: 1000 };
  const [first, second] = await bootstrapScores([[metric.prepare(a)], [metric.prepare(b)]], plan, createRandom(4), ctx);
  const random = createRandom(5);
  const sample = smallSample(
    metric,
    [rows, rows],
    Float64Array.from({ length: 1000 }, () => random.normal()),
  );
  return { paired: pairedDifference(first, second, metric, sample), single: intervalOf(first, metric, sample) };
}

test('a clear fall has a small p and lies below zero, a pair is narrower than its parts', async () => {
  const { paired, single } = await compare(800, 1, 1);
  expect(paired.high).toBeLessThan(0);
  expect(paired.pWorse).toBeLessThan(1e-4);
  expect(standardError(paired)).toBeLessThan(standardError(single) * 1.1);
});

test('equal and perfect scores on ten rows per class still leave doubt', async () => {
  const { paired, single } = await compare(10, 20, 0);
  expect(paired.value).toBe(0);
  expect(paired.low).toBeLessThan(-0.04);
  expect(paired.high).toBeGreaterThan(0.04);
  expect(paired.pWorse).toBeGreaterThan(0.2);
  expect([single.value, single.high]).toEqual([1, 1]);
  expect(single.low).toBeLessThan(0.96);
});

test('an undefined score gives no interval and no significance', () => {
  const nothing = { value: Number.NaN, replicates: new Float64Array(100).fill(Number.NaN) };
  const sample = smallSample(metrics['roc-auc'], [5, 5], new Float64Array(100));
  const paired = pairedDifference(nothing, nothing, metrics['roc-auc'], sample);
  expect(paired.pWorse).toBe(1);
  expect(paired.low).toBeNaN();
});
