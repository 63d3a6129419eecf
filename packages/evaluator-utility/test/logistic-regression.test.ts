import { existsSync } from 'node:fs';
import {
  type CodedColumn,
  columnOf,
  createRandom,
  isVerisimError,
  type LearnerRequest,
  type Table,
  takeRows,
} from '@verisim/core';
import { beforeAll, expect, test } from 'vitest';
import { createDesign, gramMatrix } from '../src/design.ts';
import { logisticRegression, metrics } from '../src/index.ts';
import { loadTensorflow, type Tensorflow } from '../src/load-tensorflow.ts';
import { fitRegressions } from '../src/penalised-regression.ts';
import { stratifiedFolds } from '../src/stratified-folds.ts';
import { newtonRegression } from './newton.ts';
import { readPlainCsv, tableOf } from './tables.ts';
import { process as drawProcess } from './worlds.ts';

let tf: Tensorflow;
beforeAll(async () => {
  ({ tf } = await loadTensorflow());
});

const signal = new AbortController().signal;
const request = (parts: Partial<LearnerRequest> = {}): LearnerRequest => ({
  target: 'target',
  random: createRandom(1),
  signal,
  ...parts,
});

function fixedProblem(rows: number, width: number, classCount: number) {
  const random = createRandom(`fixed:${classCount}`);
  const matrix = Float32Array.from({ length: rows * width }, (_, i) => (i % width === 0 ? 1 : random.normal()));
  const labels = Int32Array.from({ length: rows }, (_, i) => {
    const score = matrix[i * width + 1] + 0.5 * random.normal();
    return classCount === 2 ? Number(score > 0.4) : score > 0.7 ? 2 : score > -0.3 ? 1 : 0;
  });
  const weights = Float64Array.from({ length: rows }, () => 0.5 + random.next());
  return { matrix, rows, width, labels, weights, classCount, ridge: 0.02 };
}

test.each([[2], [3]])('coefficients for %i classes equal a double-precision Newton iteration', async (classCount) => {
  const problem = fixedProblem(300, 6, classCount);
  const design = createDesign(tf, problem.matrix, problem.rows, problem.width);
  const gram = gramMatrix(tf, problem.matrix, problem.rows, problem.width, 100);
  const options = { tolerance: 1e-7, maxIterations: 200, signal };
  const [plain] = await fitRegressions(design, null, [problem], options);
  const [preconditioned] = await fitRegressions(design, gram, [problem], options);
  design.dispose();
  const { point, gradient } = newtonRegression(problem);
  expect(Math.max(...gradient.map(Math.abs))).toBeLessThan(1e-10);
  const centred = (found: Float64Array) => Array.from(found, (value, i) => value - interceptShift(found, i, problem));
  for (const found of [plain, preconditioned]) {
    const [a, b] = [centred(found.point), centred(point)];
    expect(Math.max(...a.map((value, i) => Math.abs(value - b[i])))).toBeLessThan(2e-4);
  }
});

test('the preconditioner saves iterations where columns are correlated', async () => {
  const problem = fixedProblem(400, 10, 2);
  for (let at = 0; at < problem.matrix.length; at += 10) {
    for (let j = 2; j < 10; j++) problem.matrix[at + j] = problem.matrix[at + j - 1] + 0.2 * problem.matrix[at + j];
  }
  const design = createDesign(tf, problem.matrix, 400, 10);
  const gram = gramMatrix(tf, problem.matrix, 400, 10, 400);
  const options = { tolerance: 1e-4, maxIterations: 200, signal };
  const [plain] = await fitRegressions(design, null, [{ ...problem, ridge: 1e-3 }], options);
  const [preconditioned] = await fitRegressions(design, gram, [{ ...problem, ridge: 1e-3 }], options);
  design.dispose();
  expect(preconditioned.converged).toBe(true);
  expect(preconditioned.iterations).toBeLessThan(plain.iterations / 2);
});

/** Softmax intercepts are determined up to a common shift only. */
function interceptShift(point: Float64Array, i: number, { width, classCount }: { width: number; classCount: number }) {
  if (classCount === 2 || i % width !== 0) return 0;
  let sum = 0;
  for (let k = 0; k < classCount; k++) sum += point[k * width];
  return sum / classCount;
}

test('a fit stops where the gradient vanishes and leaves no tensor behind', async () => {
  const problem = fixedProblem(500, 12, 3);
  const before = tf.memory().numTensors;
  const design = createDesign(tf, problem.matrix, problem.rows, problem.width);
  const gram = gramMatrix(tf, problem.matrix, problem.rows, problem.width, 500);
  const [found] = await fitRegressions(design, gram, [problem], { tolerance: 1e-5, maxIterations: 100, signal });
  design.dispose();
  expect(found.converged).toBe(true);
  expect(Math.max(...newtonRegression(problem, found.point, 0).gradient.map(Math.abs))).toBeLessThan(2e-5);
  const model = await logisticRegression.fit(drawProcess(300, createRandom(3)), request());
  model.predict(drawProcess(50, createRandom(4)));
  model.dispose();
  expect(tf.memory().numTensors).toBe(before);
});

test('probabilities sum to 1, classes are the levels that occur, and equal seeds give equal bytes', async () => {
  const drawn = drawProcess(400, createRandom(5));
  const column = columnOf(drawn, 'target');
  const unused = { ...column, levels: [...(column as CodedColumn).levels, 'never'] };
  const train: Table = { ...drawn, columns: [...drawn.columns.slice(0, -1), unused as typeof column] };
  const test = drawProcess(100, createRandom(6));
  const first = await logisticRegression.fit(train, request());
  const again = await logisticRegression.fit(train, request());
  expect(first.classes).toEqual(['no', 'yes']);
  const p = first.predict(test);
  for (let i = 0; i < 100; i++) expect(p[2 * i] + p[2 * i + 1]).toBeCloseTo(1, 12);
  expect(again.predict(test)).toEqual(p);
});

test('three classes, one of them with five rows', async () => {
  const random = createRandom(7);
  const x = Array.from({ length: 305 }, (_, i) => (i % 2) + (i >= 300 ? 6 : 0) + 0.3 * random.normal());
  const target = x.map((_, i) => (i >= 300 ? 'rare' : i % 2 ? 'odd' : 'even'));
  const model = await logisticRegression.fit(tableOf({ x, target }), request());
  expect(model.classes).toEqual(['even', 'odd', 'rare']);
  const p = model.predict(tableOf({ x: [0, 1, 7], target: ['even', 'odd', 'rare'] }));
  for (let i = 0; i < 3; i++) expect(p[4 * i]).toBe(Math.max(...p.subarray(3 * i, 3 * i + 3)));
});

test('rows of weight 0 count for nothing and weights shift the class shares', async () => {
  const train = drawProcess(600, createRandom(8));
  const { codes } = columnOf(train, 'target') as { codes: Int32Array };
  const model = await logisticRegression.fit(
    train,
    request({ weights: Float64Array.from(codes, (k) => (k ? 3 : 0.5)) }),
  );
  const plain = await logisticRegression.fit(train, request());
  const mean = (p: Float64Array) => p.reduce((sum, value, i) => sum + (i % 2 ? value : 0), 0) / (p.length / 2);
  const share = codes.filter((k) => k === 1).length / 600;
  expect(mean(plain.predict(train))).toBeCloseTo(share, 2);
  expect(mean(model.predict(train))).toBeGreaterThan(share + 0.15);
});

test('copies of a row share its fold, small classes only train', () => {
  const labels = Int32Array.from({ length: 45 }, (_, i) => (i < 20 ? 0 : i < 40 ? 1 : 2));
  const originals = Int32Array.from(labels, (_, i) => (i % 2 === 1 && i < 40 ? i - 1 : i));
  const folds = stratifiedFolds(labels, originals, 4, createRandom(9));
  for (let i = 0; i < 40; i += 2) expect(folds[i + 1]).toBe(folds[i]);
  expect([...folds.subarray(40)]).toEqual([-1, -1, -1, -1, -1]);
  for (const fold of [0, 1, 2, 3]) {
    for (const label of [0, 1]) {
      const count = folds.filter((f, i) => f === fold && labels[i] === label).length;
      expect(count).toBeGreaterThanOrEqual(4);
      expect(count).toBeLessThanOrEqual(6);
    }
  }
});

test('errors have codes', async () => {
  const table = drawProcess(60, createRandom(10));
  const codeOf = (promise: Promise<unknown>) =>
    promise.then(String, (error) => (isVerisimError(error) ? error.code : error));
  const fit = (train: Table, parts: Partial<LearnerRequest>) => codeOf(logisticRegression.fit(train, request(parts)));
  expect(await fit(table, { target: 'targte' })).toBe('evaluator-utility/target-missing');
  expect(await fit(table, { target: 'x1' })).toBe('evaluator-utility/target-not-classes');
  expect(await fit(table, { weights: new Float64Array(3) })).toBe('evaluator-utility/bad-weights');
  expect(await fit(table, { weights: new Float64Array(60).fill(-1) })).toBe('evaluator-utility/bad-weights');
  const { codes } = columnOf(table, 'target') as { codes: Int32Array };
  const same = takeRows(
    table,
    [...codes.keys()].filter((i) => codes[i] === 0),
  );
  expect(await fit(same, {})).toBe('evaluator-utility/one-class');
  const stopped = AbortSignal.abort(new Error('stopped'));
  await expect(logisticRegression.fit(table, request({ signal: stopped }))).rejects.toThrow('stopped');
});

test('on Adult the area is at least 0.91', async () => {
  const folder = new URL('../../../../shared/data/adult/', import.meta.url);
  if (!existsSync(folder)) {
    console.warn('SKIPPED: logistic regression on Adult: ../shared/data/adult is not there');
    return;
  }
  const train = readPlainCsv(new URL('train.csv', folder));
  const test = readPlainCsv(new URL('test.csv', folder));
  const model = await logisticRegression.fit(
    takeRows(
      train,
      Int32Array.from({ length: 7500 }, (_, i) => 4 * i),
    ),
    request({ target: 'income' }),
  );
  const { codes } = columnOf(test, 'income') as { codes: Int32Array };
  expect(metrics['roc-auc'].compute(model.predict(test), codes, 2)).toBeGreaterThan(0.91);
});
