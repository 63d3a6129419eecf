import { readFileSync } from 'node:fs';
import { isVerisimError } from '@verisim/core';
import { expect, test } from 'vitest';
import {
  accuracy,
  balancedAccuracy,
  brierScorer,
  classesAtThreshold,
  confusion,
  f1,
  kappa,
  macroF1,
  matthews,
  metricNames,
  metricOf,
  metrics,
  predictedClasses,
} from '../src/index.ts';

const golden = JSON.parse(readFileSync(new URL('fixtures/scipy_sklearn.json', import.meta.url), 'utf8'));
const truth = Int32Array.from(golden.binary.y as number[]);
const probabilities = Float64Array.from((golden.binary.p as number[]).flatMap((p) => [1 - p, p]));

test('binary metrics equal scikit-learn', () => {
  const { binary } = golden;
  const score = (name: string) => metricOf(name).compute(probabilities, truth, 2);
  expect(score('roc-auc')).toBeCloseTo(binary.roc_auc, 12);
  expect(score('average-precision')).toBeCloseTo(binary.average_precision, 12);
  expect(score('log-loss')).toBeCloseTo(binary.log_loss, 12);
  expect(brierScorer({ probabilities, classes: truth, classCount: 2 })()).toBeCloseTo(binary.brier, 12);
  const counts = confusion(truth, classesAtThreshold(probabilities, 0.5), 2);
  expect(f1(counts, 2)).toBeCloseTo(binary['f1_at_0.5'], 12);
  expect(matthews(counts, 2)).toBeCloseTo(binary['matthews_at_0.5'], 12);
  expect(balancedAccuracy(counts, 2)).toBeCloseTo(binary['balanced_accuracy_at_0.5'], 12);
});

test('multi-class metrics equal scikit-learn', () => {
  const { multiclass } = golden;
  const y = Int32Array.from(multiclass.y as number[]);
  const predicted = Int32Array.from(multiclass.pred as number[]);
  const counts = confusion(y, predicted, 3);
  expect([...counts]).toEqual(multiclass.confusion.flat());
  expect(accuracy(counts, 3)).toBeCloseTo(multiclass.accuracy, 12);
  expect(macroF1(counts, 3)).toBeCloseTo(multiclass.macro_f1, 12);
  expect(kappa(counts, 3)).toBeCloseTo(multiclass.cohen_kappa, 12);
  for (const [k, value] of multiclass.macro_f1_by_class.entries()) expect(f1(counts, 3, k)).toBeCloseTo(value, 12);
  const sure = Float64Array.from([...predicted].flatMap((k) => [0, 1, 2].map((j) => (j === k ? 0.8 : 0.1))));
  expect(metrics['macro-f1'].compute(sure, y, 3)).toBeCloseTo(multiclass.macro_f1, 12);
  expect([...predictedClasses(sure, 3)]).toEqual([...predicted]);
});

test('multi-class areas are the plain mean of one against the rest', () => {
  const y = Int32Array.from([0, 1, 2, 0, 1, 2, 2]);
  const p = Float64Array.from(
    [
      [0.6, 0.3, 0.1],
      [0.2, 0.5, 0.3],
      [0.3, 0.3, 0.4],
      [0.3, 0.4, 0.3],
      [0.5, 0.2, 0.3],
      [0.1, 0.2, 0.7],
      [0.3, 0.5, 0.2],
    ].flat(),
  );
  for (const name of ['roc-auc', 'average-precision'] as const) {
    const oneAgainstRest = [0, 1, 2].map((k) => {
      const pair = Float64Array.from([...y].flatMap((_, i) => [1 - p[3 * i + k], p[3 * i + k]]));
      return metrics[name].compute(
        pair,
        Int32Array.from(y, (label) => (label === k ? 1 : 0)),
        2,
      );
    });
    const mean = oneAgainstRest.reduce((sum, value) => sum + value, 0) / 3;
    expect(metrics[name].compute(p, y, 3)).toBeCloseTo(mean, 12);
  }
});

test('classes that no row has do not count', () => {
  const wide = Float64Array.from([...truth].flatMap((_, i) => [probabilities[2 * i], probabilities[2 * i + 1], 0]));
  expect(metrics['roc-auc'].compute(wide, truth, 3)).toBeCloseTo(golden.binary.roc_auc, 12);
  expect(metrics['log-loss'].compute(wide, truth, 3)).toBeCloseTo(golden.binary.log_loss, 12);
});

test.each(metricNames)('%s: a weight is a number of copies, and a subset a table of its own', (name) => {
  const weights = Float64Array.from(truth, (_, i) => [2, 0, 1, 3][i % 4]);
  const rows = [...weights].flatMap((weight, i) => new Array<number>(weight).fill(i));
  const copied = metrics[name].compute(
    Float64Array.from(rows.flatMap((i) => [probabilities[2 * i], probabilities[2 * i + 1]])),
    Int32Array.from(rows, (i) => truth[i]),
    2,
  );
  expect(metrics[name].compute(probabilities, truth, 2, weights)).toBeCloseTo(copied, 12);
  const subset = Int32Array.from({ length: 20 }, (_, i) => 3 * i);
  const scorer = metrics[name].prepare({ probabilities, classes: truth, classCount: 2, subset });
  const alone = metrics[name].compute(
    Float64Array.from([...subset].flatMap((i) => [probabilities[2 * i], probabilities[2 * i + 1]])),
    Int32Array.from(subset, (i) => truth[i]),
    2,
  );
  expect(scorer()).toBeCloseTo(alone, 12);
});

test('log loss clips a certain mistake at 1e-15', () => {
  expect(metrics['log-loss'].compute(Float64Array.of(1, 0), Int32Array.of(1), 2)).toBeCloseTo(-Math.log(1e-15), 10);
});

test('constant scores: area 0.5, average precision the share of positives', () => {
  const flat = new Float64Array(20).fill(0.5);
  const y = Int32Array.from({ length: 10 }, (_, i) => (i < 3 ? 1 : 0));
  expect(metrics['roc-auc'].compute(flat, y, 2)).toBe(0.5);
  expect(metrics['average-precision'].compute(flat, y, 2)).toBeCloseTo(0.3, 12);
});

test('an unknown metric names the closest', () => {
  try {
    metricOf('rocauc');
    expect.unreachable();
  } catch (error) {
    expect(isVerisimError(error) && [error.code, error.kind]).toEqual(['evaluator-utility/unknown-metric', 'usage']);
    expect((error as { next?: string }).next).toContain('"roc-auc"');
  }
});
