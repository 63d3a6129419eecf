import type { Classifier, Table } from '@verisim/core';
import { type MetricName, metrics, type Scorer } from '@verisim/evaluator-utility';
import { orderedClasses } from './class-order.ts';

/**
 * A classifier's score on rows whose target is a coded column, as a function of row weights; the classifier is not needed any more. Of two
 * classes the rarer one here is the positive one.
 */
export function tableScorer(classifier: Classifier, table: Table, target: string, metric: MetricName): Scorer {
  const { classes: order, truth } = orderedClasses(table, target);
  const columns = order.map((level) => classifier.classes.indexOf(level));
  const predicted = classifier.predict(table);
  const probabilities = new Float64Array(table.rows * order.length);
  for (let row = 0; row < table.rows; row++) {
    for (const [k, from] of columns.entries()) {
      if (from >= 0) probabilities[row * order.length + k] = predicted[row * classifier.classes.length + from];
    }
  }
  return metrics[metric].prepare({ probabilities, classes: truth, classCount: order.length });
}

/** Mean and standard error of a list of numbers. */
export function meanAndError(values: readonly number[]): { readonly mean: number; readonly error: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const square = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, error: values.length > 1 ? Math.sqrt(square / (values.length - 1) / values.length) : Number.NaN };
}
