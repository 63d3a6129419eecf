import {
  type CodedColumn,
  type Context,
  columnOf,
  type Learner,
  type Random,
  shuffle,
  type Table,
  takeRows,
} from '@verisim/core';
import { stratifiedFolds } from '../folds.ts';

/** One repeat of a cross-validation. */
export interface CrossRequest {
  readonly train: Table;
  /** A coded column without missing cells. */
  readonly target: string;
  readonly learner: Learner;
  readonly folds: number;
  /** Trains with weights rows / (classes * rows of the class) (scikit-learn `class_weight='balanced'`). */
  readonly weighted: boolean;
  /** Trains on half of each fold's training rows, chosen by class: what twice the rows are worth. */
  readonly half?: boolean;
  /** Trains on each fold's training rows drawn again with replacement, by class: what another sample of as many rows would have taught. */
  readonly again?: boolean;
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
    const part = takeRows(train, trainingRows(request, fold.train, index, ctx));
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

function trainingRows(
  { train, target, half, again }: CrossRequest,
  rows: Int32Array,
  fold: number,
  ctx: Context,
): Int32Array {
  if (half) return halfOf(rows, train, target, ctx.random.fork(`half:${fold}`));
  return again ? drawnAgain(rows, train, target, ctx.random.fork(`again:${fold}`)) : rows;
}

function drawnAgain(rows: Int32Array, train: Table, target: string, random: Random): Int32Array {
  const { codes, levels } = columnOf(train, target) as CodedColumn;
  const members = levels.map((_, code) => rows.filter((row) => codes[row] === code));
  return rows.map((row) => members[codes[row]][random.int(0, members[codes[row]].length)]);
}

/** Every second row of each class, in a random order, the odd one kept. */
function halfOf(rows: Int32Array, train: Table, target: string, random: Random): Int32Array {
  const { codes, levels } = columnOf(train, target) as CodedColumn;
  const seen = new Int32Array(levels.length);
  return shuffle(rows.slice(), random).filter((row) => seen[codes[row]]++ % 2 === 0);
}

function balancedWeights({ codes, levels }: CodedColumn): Float64Array {
  const counts = new Int32Array(levels.length);
  for (const code of codes) counts[code]++;
  const occurring = counts.filter((count) => count > 0).length;
  return Float64Array.from(codes, (code) => codes.length / (occurring * counts[code]));
}
