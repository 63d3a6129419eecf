import { type CodedColumn, type Context, columnOf, type Learner, type Table, takeRows } from '@verisim/core';
import { stratifiedFolds } from './folds.ts';

/** One repeat of a cross-validation. */
export interface CrossRequest {
  readonly train: Table;
  /** A coded column without missing cells. */
  readonly target: string;
  readonly learner: Learner;
  readonly folds: number;
  /** Trains with weights rows / (classes * rows of the class) (scikit-learn `class_weight='balanced'`). */
  readonly weighted: boolean;
  readonly onFold: () => void;
}

/** Probabilities of every row by a model that did not see it: `rows * levels`, in the order of the target's levels. */
export async function crossPredictions(request: CrossRequest, ctx: Context): Promise<Float64Array> {
  const { train, target, learner, weighted } = request;
  const { levels } = columnOf(train, target) as CodedColumn;
  const probabilities = new Float64Array(train.rows * levels.length);
  const split = stratifiedFolds(train, target, request.folds, ctx.random.fork('folds'));
  for (const [index, fold] of split.entries()) {
    ctx.signal.throwIfAborted();
    const part = takeRows(train, fold.train);
    const random = ctx.random.fork(`learner:${index}`);
    const weights = weighted ? balancedWeights(columnOf(part, target) as CodedColumn) : undefined;
    const classifier = await learner.fit(part, { target, random, signal: ctx.signal, weights });
    try {
      const places = classifier.classes.map((level) => levels.indexOf(level));
      const predicted = classifier.predict(takeRows(train, fold.validation));
      for (const [i, row] of fold.validation.entries()) {
        for (const [k, place] of places.entries())
          probabilities[row * levels.length + place] = predicted[i * places.length + k];
      }
    } finally {
      classifier.dispose();
    }
    request.onFold();
  }
  return probabilities;
}

function balancedWeights({ codes, levels }: CodedColumn): Float64Array {
  const counts = new Int32Array(levels.length);
  for (const code of codes) counts[code]++;
  const occurring = counts.filter((count) => count > 0).length;
  return Float64Array.from(codes, (code) => codes.length / (occurring * counts[code]));
}
