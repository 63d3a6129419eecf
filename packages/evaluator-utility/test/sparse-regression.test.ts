import { createRandom } from '@verisim/core';
import { expect, test } from 'vitest';
import { ascendRow } from '../src/text/softmax-dual.ts';
import { besideEachOther, moveColumns, sparseOf } from '../src/text/sparse-matrix.ts';
import { fitSparse, softmaxInPlace, sparseLogits } from '../src/text/sparse-regression.ts';
import { fitTemperature } from '../src/text/temperature.ts';

const dense = [
  [1, 0, 0.5, 0],
  [1, 0.8, 0, 0],
  [1, 0, 0, 1.2],
  [1, 0.3, 0.3, 0],
  [1, 0, 0.9, 0.4],
  [1, 1.1, 0, 0.2],
  [1, 0, 0.2, 0.7],
  [1, 0.5, 0.6, 0],
];
const matrix = sparseOf(Float32Array.from(dense.flat()), 4);
const problem = {
  matrix,
  labels: Int32Array.of(0, 1, 2, 1, 0, 1, 2, 0),
  weights: Float64Array.of(1, 1, 2, 0.5, 1, 1, 1, 3),
  classCount: 3,
  inverse: 2,
};
const exact = (seed: string) => ({
  tolerance: 1e-12,
  mostPasses: 3000,
  random: createRandom(seed),
  signal: new AbortController().signal,
});

/** scikit-learn 1.2: LogisticRegression(C=2, fit_intercept=False, multi_class='multinomial', tol=1e-12), `coef_.T`. */
const ORACLE = [
  [0.27487, -0.095903, -0.178967],
  [-0.236843, 1.022586, -0.785743],
  [1.521959, -0.878345, -0.643614],
  [-0.792998, -0.55637, 1.349369],
];

test('coefficients are those of scikit-learn', async () => {
  const { coefficients, gap } = await fitSparse(problem, exact('a'));
  expect(gap).toBeLessThan(1e-6);
  ORACLE.flat().forEach((value, i) => {
    expect(coefficients[i]).toBeCloseTo(value, 3);
  });
});

test('the order of rows and the start do not matter', async () => {
  const [a, b] = [await fitSparse(problem, exact('a')), await fitSparse(problem, exact('b'))];
  const warm = await fitSparse(problem, exact('c'), (await fitSparse({ ...problem, inverse: 0.1 }, exact('d'))).shares);
  expect(warm.passes).toBeGreaterThan(0);
  a.coefficients.forEach((value, i) => {
    expect(b.coefficients[i]).toBeCloseTo(value, 3);
    expect(warm.coefficients[i]).toBeCloseTo(value, 3);
  });
});

test('at the optimum the dual holds the predicted probabilities; rows of weight 0 teach nothing', async () => {
  const weights = problem.weights.with(3, 0);
  const { coefficients, shares } = await fitSparse({ ...problem, weights }, exact('a'));
  const predicted = softmaxInPlace(sparseLogits(matrix, coefficients, 3), 3);
  for (const row of [0, 1, 2, 4, 5, 6, 7]) {
    for (let k = 0; k < 3; k++) expect(shares[row * 3 + k]).toBeCloseTo(predicted[row * 3 + k], 4);
  }
  const left = await fitSparse({ ...problem, weights, labels: problem.labels.with(3, 2) }, exact('a'));
  expect(left.coefficients).toEqual(coefficients);
});

test('a step of the dual is stationary and on the simplex, for gentle and steep curvature', () => {
  const random = createRandom('steps');
  for (let round = 0; round < 400; round++) {
    const classes = 2 + random.int(0, 9);
    const curvature = 10 ** (6 * random.next() - 3);
    const scores = Float64Array.from({ length: classes }, () => 20 * random.normal());
    const before = softmaxInPlace(
      Float64Array.from({ length: classes }, () => 5 * random.normal()),
      classes,
    );
    const shares = before.slice();
    const gap = ascendRow(scores.slice(), curvature, shares, new Float64Array(classes));
    expect(gap).toBeGreaterThanOrEqual(0);
    expect(shares.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 9);
    const levels = [...shares.keys()]
      .filter((k) => shares[k] > 1e-12)
      .map((k) => scores[k] + curvature * (before[k] - shares[k]) - Math.log(shares[k]));
    for (const level of levels) expect(Math.abs(level - levels[0])).toBeLessThan(1e-3 * (1 + Math.abs(level)));
  }
});

test('the temperature is the one whose slope is 0', () => {
  const logits = Float64Array.from(Array.from({ length: 400 }, () => [1, -1]).flat());
  const labels = Int32Array.from({ length: 400 }, (_, i) => (i % 4 === 0 ? 1 : 0));
  const weights = new Float64Array(400).fill(1);
  const right = (300 * 401 + 100) / 402 / 400;
  const { temperature, loss } = fitTemperature(logits, { labels, weights, classCount: 2 });
  expect(temperature).toBeCloseTo(Math.log(right / (1 - right)) / 2, 3);
  expect(loss / 400).toBeCloseTo(-right * Math.log(right) - (1 - right) * Math.log(1 - right), 6);
});

test('rows told apart without a fault make no model certain', () => {
  const logits = Float64Array.from(Array.from({ length: 10 }, () => [3, -3]).flat());
  const weights = new Float64Array(10).fill(1);
  const { temperature } = fitTemperature(logits, { labels: new Int32Array(10), weights, classCount: 2 });
  expect(1 / (1 + Math.exp(-6 * temperature))).toBeCloseTo(11 / 12, 3);
});

test('matrices are put beside each other, and columns moved and dropped', () => {
  const both = besideEachOther([matrix, matrix]);
  expect([both.width, both.columns.length]).toEqual([8, 2 * matrix.columns.length]);
  expect([...both.columns.subarray(0, both.starts[1])]).toEqual([0, 2, 4, 6]);
  const moved = moveColumns(matrix, Int32Array.of(-1, 0, -1, 1), 2);
  expect([...moved.starts]).toEqual([0, 0, 1, 2, 3, 4, 6, 7, 8]);
  expect([...moved.columns]).toEqual([0, 1, 0, 1, 0, 1, 1, 0]);
});
