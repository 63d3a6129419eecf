import type { Context, Learner, Table } from '@verisim/core';
import { type MetricName, metrics, scoreTable } from '@verisim/evaluator-utility';

/** A data set to train on and one to score on. */
export interface ScoreRequest {
  readonly train: Table;
  readonly validation: Table;
  readonly target: string;
  readonly metric: MetricName;
}

/** Trains a learner and scores it on other rows. The seed label makes equal seeds train alike on every data set. */
export async function trainAndScore(
  learner: Learner,
  request: ScoreRequest,
  seed: string,
  ctx: Context,
): Promise<number> {
  const { train, validation, target, metric } = request;
  const classifier = await learner.fit(train, { target, random: ctx.random.fork(seed), signal: ctx.signal });
  try {
    return scoreTable(classifier, validation, target, metric);
  } finally {
    classifier.dispose();
  }
}

/** A difference of two scores, oriented so that positive is better. */
export function gain(metric: MetricName, score: number, reference: number): number {
  return metrics[metric].better === 'higher' ? score - reference : reference - score;
}

/** Mean and standard error of a list of numbers. */
export function meanAndError(values: readonly number[]): { readonly mean: number; readonly error: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const square = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, error: values.length > 1 ? Math.sqrt(square / (values.length - 1) / values.length) : Number.NaN };
}
