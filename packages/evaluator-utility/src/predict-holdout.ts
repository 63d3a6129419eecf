import type { Classifier, Learner, Random, Table } from '@verisim/core';
import type { Task } from './task.ts';

/** How to train for a prediction. */
export interface TrainingRequest {
  readonly learner: Learner;
  readonly random: Random;
  readonly signal: AbortSignal;
  readonly weights?: Float64Array;
}

/**
 * Trains on a table and predicts the holdout: `holdout rows * classes` probabilities in the task's order of classes. Classes
 * that the training table lacks get 0; what falls on classes that no real row has is left out.
 */
export async function predictHoldout(train: Table, task: Task, request: TrainingRequest): Promise<Float64Array> {
  const { learner, ...rest } = request;
  rest.signal.throwIfAborted();
  const classifier = await learner.fit(train, { target: task.target, ...rest });
  try {
    return inTaskOrder(classifier, task);
  } finally {
    classifier.dispose();
  }
}

function inTaskOrder(classifier: Classifier, task: Task): Float64Array {
  const predicted = classifier.predict(task.holdout);
  const from = classifier.classes.length;
  const to = task.classes.length;
  const places = classifier.classes.map((level) => task.classes.indexOf(level));
  const probabilities = new Float64Array(task.holdout.rows * to);
  for (let row = 0; row < task.holdout.rows; row++) {
    for (let k = 0; k < from; k++) {
      if (places[k] >= 0) probabilities[row * to + places[k]] = predicted[row * from + k];
    }
  }
  return probabilities;
}

/**
 * Probabilities of a classifier trained under other class shares brought to the wanted ones: times wanted / trained share,
 * each row scaled to sum to 1 (Saerens, Latinne & Decaestecker 2002, Neural Computation 14, equation 2.4).
 */
export function correctPriors(
  probabilities: Float64Array,
  trained: ArrayLike<number>,
  wanted: ArrayLike<number>,
): Float64Array {
  const classCount = wanted.length;
  const corrected = new Float64Array(probabilities.length);
  for (let at = 0; at < probabilities.length; at += classCount) {
    let sum = 0;
    for (let k = 0; k < classCount; k++) {
      corrected[at + k] = trained[k] > 0 ? (probabilities[at + k] * wanted[k]) / trained[k] : 0;
      sum += corrected[at + k];
    }
    if (sum > 0) for (let k = 0; k < classCount; k++) corrected[at + k] /= sum;
  }
  return corrected;
}

/** The shares that a learner which balances classes by itself trained under: equal for all that occur. */
export function equalShares(counts: ArrayLike<number>): Float64Array {
  return Float64Array.from(counts, (count) => (count > 0 ? 1 : 0));
}
