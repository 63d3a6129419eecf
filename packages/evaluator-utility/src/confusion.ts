import { countedRows, type ScoredRows } from './scored-rows.ts';

/** Weighted counts, true class by predicted class, row-major `classCount * classCount` (scikit-learn `confusion_matrix`). */
export type Confusion = Float64Array;

/** Counts pairs of true and predicted classes. */
export function confusion(
  truth: Int32Array,
  predicted: Int32Array,
  classCount: number,
  weights?: Float64Array,
): Confusion {
  const counts = new Float64Array(classCount * classCount);
  for (let i = 0; i < truth.length; i++) counts[truth[i] * classCount + predicted[i]] += weights ? weights[i] : 1;
  return counts;
}

/** The most probable class of each row, the first of equals. */
export function predictedClasses(probabilities: Float64Array, classCount: number): Int32Array {
  return Int32Array.from({ length: probabilities.length / classCount }, (_, row) => {
    let best = 0;
    for (let k = 1; k < classCount; k++) {
      if (probabilities[row * classCount + k] > probabilities[row * classCount + best]) best = k;
    }
    return best;
  });
}

/** Two classes: 1 where class 1 has at least the probability `threshold`, else 0. */
export function classesAtThreshold(probabilities: Float64Array, threshold: number): Int32Array {
  return Int32Array.from({ length: probabilities.length / 2 }, (_, row) =>
    probabilities[2 * row + 1] >= threshold ? 1 : 0,
  );
}

/** A metric of the confusion matrix of the most probable classes, as a function of row weights. */
export function confusionScorer(
  data: ScoredRows,
  metric: (counts: Confusion, classCount: number) => number,
): (weights?: Float64Array) => number {
  const { classes, classCount } = data;
  const rows = countedRows(data);
  const predicted = predictedClasses(data.probabilities, classCount);
  const cells = Int32Array.from(rows, (row) => classes[row] * classCount + predicted[row]);
  const counts = new Float64Array(classCount * classCount);
  return (weights) => {
    counts.fill(0);
    for (let i = 0; i < rows.length; i++) counts[cells[i]] += weights ? weights[rows[i]] : 1;
    return metric(counts, classCount);
  };
}
