import type { Random } from '@verisim/core';
import { crossEntropy, type Labelled } from './cross-entropy.ts';
import type { Design } from './design.ts';
import { coefficientRows, fitRegressions, type RegressionProblem } from './penalised-regression.ts';
import { stratifiedFolds } from './stratified-folds.ts';

/** Everything a regression is fitted to. */
export interface TrainingSet extends Labelled {
  readonly design: Design;
  readonly gram: Float32Array;
  /** For each row the first row that it equals. */
  readonly originals: Int32Array;
}

/** Inverse strengths of the penalty in scikit-learn's sense: C * sum(loss) + |coefficients|^2 / 2. */
const GRID = [0.001, 0.01, 0.1, 1, 10] as const;
const FALLBACK = 0.1;
const FOLDS = 4;
/** Below this one fold of validation rows is too few to choose by: all four validate in turn. */
const SMALL = 2000;

/**
 * Chooses the penalty by weighted log loss on seeded, stratified validation rows: a quarter of the rows, or each quarter in
 * turn below 2,000 rows. Rows of classes with fewer than 8 distinct rows only train; when that leaves fewer than two classes to
 * validate, C = 0.1 is taken. All fits of the choice share their matrix products.
 */
export async function chooseRidge(
  set: TrainingSet,
  random: Random,
  signal: AbortSignal,
): Promise<{ readonly ridge: number; readonly start?: Float64Array }> {
  const rows = set.labels.length;
  const folds = stratifiedFolds(set.labels, set.originals, FOLDS, random.fork('folds'));
  const validated = new Set(set.labels.filter((_, i) => folds[i] >= 0));
  if (validated.size < 2) return { ridge: 1 / (FALLBACK * rows) };
  const used = Array.from({ length: rows < SMALL ? FOLDS : 1 }, (_, fold) => fold);
  const parts = used.map((fold) => ({
    train: set.weights.map((weight, i) => (folds[i] === fold ? 0 : weight)),
    validate: set.weights.map((weight, i) => (folds[i] === fold ? weight : 0)),
  }));
  const problems = GRID.flatMap((c) =>
    parts.map(({ train }): RegressionProblem => {
      const trained = train.reduce((sum, weight) => sum + (weight > 0 ? 1 : 0), 0);
      return { labels: set.labels, classCount: set.classCount, weights: train, ridge: 1 / (c * Math.max(1, trained)) };
    }),
  );
  const minima = await fitRegressions(set.design, set.gram, problems, { tolerance: 1e-3, maxIterations: 60, signal });
  const points = minima.map(({ point }) => point);
  const losses = validationLosses(
    set,
    points,
    GRID.flatMap(() => parts.map(({ validate }) => validate)),
  );
  const sums = GRID.map((_, g) => used.reduce((sum, f) => sum + losses[g * parts.length + f], 0));
  const best = sums.indexOf(Math.min(...sums));
  return { ridge: 1 / (GRID[best] * rows), start: points[best * parts.length] };
}

function validationLosses(
  set: TrainingSet,
  points: readonly Float64Array[],
  weights: readonly Float64Array[],
): readonly number[] {
  const { rows, width } = set.design;
  const lines = coefficientRows(set.classCount);
  const stacked = new Float32Array(points.length * lines * width);
  for (const [i, point] of points.entries()) stacked.set(point, i * lines * width);
  const logits = set.design.logits(stacked, points.length * lines);
  const unused = new Float32Array(logits.length);
  return weights.map((weight, i) => crossEntropy({ ...set, weights: weight }, logits, unused, i * lines * rows));
}
