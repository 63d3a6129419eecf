import type { Confusion } from './confusion.ts';

/** Share of right predictions, in [0, 1]. */
export function accuracy(counts: Confusion, classCount: number): number {
  const { diagonal, total } = marginsOf(counts, classCount);
  return sumOf(diagonal) / total;
}

/** Mean recall over the classes that occur, in [0, 1] (scikit-learn `balanced_accuracy_score`). */
export function balancedAccuracy(counts: Confusion, classCount: number): number {
  const { diagonal, truth } = marginsOf(counts, classCount);
  let sum = 0;
  let occurring = 0;
  for (let k = 0; k < classCount; k++) {
    if (truth[k] === 0) continue;
    sum += diagonal[k] / truth[k];
    occurring++;
  }
  return sum / occurring;
}

/** F1 of one class, in [0, 1]: the harmonic mean of its precision and recall; 0 when it is never true and never predicted. */
export function f1(counts: Confusion, classCount: number, positiveClass = 1): number {
  const { diagonal, truth, predicted } = marginsOf(counts, classCount);
  const either = truth[positiveClass] + predicted[positiveClass];
  return either === 0 ? 0 : (2 * diagonal[positiveClass]) / either;
}

/** Mean F1 over the classes that are true or predicted at least once, in [0, 1] (scikit-learn `f1_score(average='macro')`). */
export function macroF1(counts: Confusion, classCount: number): number {
  const { diagonal, truth, predicted } = marginsOf(counts, classCount);
  let sum = 0;
  let occurring = 0;
  for (let k = 0; k < classCount; k++) {
    const either = truth[k] + predicted[k];
    if (either === 0) continue;
    sum += (2 * diagonal[k]) / either;
    occurring++;
  }
  return sum / occurring;
}

/** Matthews correlation coefficient, multi-class (Gorodkin 2004), in [-1, 1]; 0 when truth or prediction is constant. */
export function matthews(counts: Confusion, classCount: number): number {
  const { diagonal, truth, predicted, total } = marginsOf(counts, classCount);
  const squared = total * total;
  const spread = (squared - productOf(predicted, predicted)) * (squared - productOf(truth, truth));
  return spread <= 0 ? 0 : (sumOf(diagonal) * total - productOf(truth, predicted)) / Math.sqrt(spread);
}

/** Cohen's kappa (Cohen 1960), in [-1, 1]: agreement beyond chance; 0 when chance alone would agree always. */
export function kappa(counts: Confusion, classCount: number): number {
  const { diagonal, truth, predicted, total } = marginsOf(counts, classCount);
  const chance = productOf(truth, predicted) / (total * total);
  return chance === 1 ? 0 : (sumOf(diagonal) / total - chance) / (1 - chance);
}

function marginsOf(counts: Confusion, classCount: number) {
  const diagonal = new Float64Array(classCount);
  const truth = new Float64Array(classCount);
  const predicted = new Float64Array(classCount);
  for (let i = 0; i < classCount; i++) {
    diagonal[i] = counts[i * classCount + i];
    for (let j = 0; j < classCount; j++) {
      truth[i] += counts[i * classCount + j];
      predicted[j] += counts[i * classCount + j];
    }
  }
  return { diagonal, truth, predicted, total: sumOf(truth) };
}

function sumOf(values: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i];
  return sum;
}

function productOf(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}
