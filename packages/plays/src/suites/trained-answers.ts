import {
  type CodedColumn,
  type Context,
  columnOf,
  forkContext,
  type Learner,
  rowHashCounts,
  rowHashes,
  type Table,
  takeColumns,
  takeRows,
} from '@verisim/core';
import { featureNames } from '@verisim/evaluator-utility';
import { crossPredictions } from '../baseline/baseline-folds.ts';
import { badSuite } from '../errors.ts';
import type { Answers } from './judge-suite.ts';
import { expectedAnswers } from './suite-manifest.ts';

/** A learner to put to the test. */
export interface TrainedRequest {
  /** The real training part, its target a column of classes. */
  readonly train: Table;
  /** The cases, read like `train`. */
  readonly cases: Table;
  readonly target: string;
  readonly learner: Learner;
  /** Folds by which real rows are answered by a model that did not see them, 5 when left out. */
  readonly folds?: number;
}

/** What a learner answers to a suite when it is trained on all real rows, and to each real row when it did not see it. */
export interface TrainedAnswers {
  readonly suite: Answers;
  readonly real: Answers;
  /** Cases that equal a training row in every feature. */
  readonly seen: number;
}

/** Trains on real rows alone. The holdout is not needed. Throws `plays/bad-suite` when the cases lack a feature, and what the learner throws. */
export async function trainedAnswers(request: TrainedRequest, ctx: Context): Promise<TrainedAnswers> {
  const { cases, target, learner, folds = 5 } = request;
  const train = labelled(request.train, target);
  const features = featureNames(train.spec, target);
  const lacking = features.filter((name) => !cases.spec.columns.some((column) => column.name === name));
  if (lacking.length > 0)
    throw badSuite(
      `The suite lacks the column "${lacking[0]}" of the real rows${lacking.length > 1 ? ` and ${lacking.length - 1} more` : ''}.`,
      'Add cases with every column that the model learns from, or give its answers with --predictions.',
    );
  let done = 0;
  const total = folds + 1;
  const onFold = () => ctx.progress({ done: ++done, total, note: 'models' });
  const { levels } = columnOf(train, target) as CodedColumn;
  const crossed = await crossPredictions(
    { train, target, learner, folds, weighted: false, onFold },
    forkContext(ctx, 'real'),
  );
  const random = ctx.random.fork('learner');
  const classifier = await learner.fit(train, { target, random, signal: ctx.signal });
  try {
    const predicted = likeliest(classifier.predict(cases), classifier.classes);
    onFold();
    return {
      real: { expected: expectedAnswers(train, target), predicted: likeliest(crossed, levels) },
      suite: { expected: expectedAnswers(cases, target), predicted },
      seen: countSeen(takeColumns(cases, features), takeColumns(train, features)),
    };
  } finally {
    classifier.dispose();
  }
}

function labelled(table: Table, target: string): Table {
  const { codes } = columnOf(table, target) as CodedColumn;
  return takeRows(
    table,
    [...codes.keys()].filter((row) => codes[row] >= 0),
  );
}

/** The class of the highest probability, the first of equals. */
function likeliest(probabilities: Float64Array, classes: readonly string[]): readonly string[] {
  return Array.from({ length: probabilities.length / classes.length }, (_, row) => {
    const own = probabilities.subarray(row * classes.length, (row + 1) * classes.length);
    return classes[own.indexOf(Math.max(...own))];
  });
}

function countSeen(cases: Table, train: Table): number {
  const timesIn = rowHashCounts(rowHashes(train));
  const { high, low } = rowHashes(cases);
  return high.reduce((sum, part, row) => sum + Number(timesIn(part, low[row]) > 0), 0);
}
