import { type Classifier, type CodedColumn, type Context, columnOf, type Learner, type Table } from '@verisim/core';
import { type MetricName, metrics, type Scorer } from '@verisim/evaluator-utility';

/** A classifier's score on rows whose target is a coded column. Of two classes the rarer one here is the positive one. */
export function scoreTable(classifier: Classifier, table: Table, target: string, metric: MetricName): number {
  return tableScorer(classifier, table, target, metric)();
}

/** The score of {@link scoreTable} as a function of row weights; the classifier is not needed any more. */
export function tableScorer(classifier: Classifier, table: Table, target: string, metric: MetricName): Scorer {
  const { codes, levels } = columnOf(table, target) as CodedColumn;
  const counts = new Int32Array(levels.length);
  for (const code of codes) if (code >= 0) counts[code]++;
  const order = [...levels.keys()].filter((code) => counts[code] > 0).sort((a, b) => counts[b] - counts[a] || a - b);
  const place = new Int32Array(levels.length).fill(-1);
  for (const [k, code] of order.entries()) place[code] = k;
  const truth = codes.map((code) => (code < 0 ? -1 : place[code]));
  const columns = order.map((code) => classifier.classes.indexOf(levels[code]));
  const predicted = classifier.predict(table);
  const probabilities = new Float64Array(table.rows * order.length);
  for (let row = 0; row < table.rows; row++) {
    for (const [k, from] of columns.entries()) {
      if (from >= 0) probabilities[row * order.length + k] = predicted[row * classifier.classes.length + from];
    }
  }
  return metrics[metric].prepare({ probabilities, classes: truth, classCount: order.length });
}

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
