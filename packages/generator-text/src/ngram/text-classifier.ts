import type { Random } from '@verisim/core';
import { shuffle } from '@verisim/core';
import { hashedNgrams, type NgramOrders, type SparseRows, tfIdf } from '@verisim/text-measures';

const ORDERS: NgramOrders = { words: [1, 2], characters: [3, 4] };
/** Rounds over the texts; fewer where there are many, each of which is worth less. */
const ROUNDS = { most: 20, least: 3, texts: 40_000 };
/** A step that is too small to matter. */
const NOTHING = 1e-3;
const RATE = 0.5;

/** Texts as n-gram counts that classifiers are trained on, and the columns that occur in them. */
export interface TextFeatures {
  readonly counts: SparseRows;
  readonly rows: SparseRows;
  /** Place of each column among those that occur, -1 for the others. */
  readonly places: Int32Array;
  readonly distinct: number;
}

/** Weights of a classifier: those of class `k` for feature `f` at `f * classes + k`; the biases come last. */
export interface TextClassifier {
  readonly weights: Float32Array;
  readonly classes: number;
}

/** TF-IDF rows of hashed word 1-2-grams and character 3-4-grams. */
export function featuresOf(texts: readonly string[]): TextFeatures {
  const counts = hashedNgrams(texts, ORDERS);
  const places = new Int32Array(counts.width).fill(-1);
  let distinct = 0;
  for (const column of counts.columns) if (places[column] < 0) places[column] = distinct++;
  return { counts, rows: tfIdf(counts), places, distinct };
}

/** Other texts in the same features. */
export function featuresLike(texts: readonly string[], { counts }: TextFeatures): SparseRows {
  return tfIdf(hashedNgrams(texts, ORDERS), counts);
}

/**
 * Multinomial logistic regression, every class of equal weight, by stochastic descent with a step of its own for each weight (AdaGrad: Duchi, Hazan & Singer 2011), at most 20
 * rounds from 0: stopping early stands for a penalty.
 *
 * @param train rows to learn from
 */
export function trainClassifier(
  { rows, places, distinct }: TextFeatures,
  labels: Int32Array,
  classes: number,
  train: Int32Array,
  random: Random,
): TextClassifier {
  const weights = new Float32Array((distinct + 1) * classes);
  const squares = new Float32Array(weights.length).fill(1e-6);
  const sizes = new Int32Array(classes);
  for (const row of train) sizes[labels[row]]++;
  const present = sizes.reduce((sum, size) => sum + Number(size > 0), 0);
  const order = train.slice();
  const rounds = Math.min(ROUNDS.most, Math.max(ROUNDS.least, Math.ceil(ROUNDS.texts / Math.max(1, train.length))));
  const step = (at: number, gradient: number) => {
    squares[at] += gradient * gradient;
    weights[at] -= (RATE * gradient) / Math.sqrt(squares[at]);
  };
  for (let round = 0; round < rounds; round++) {
    for (const row of shuffle(order, random)) {
      const pulls = probabilities({ weights, classes }, places, rows, row);
      pulls[labels[row]] -= 1;
      const weight = train.length / (present * sizes[labels[row]]);
      for (let k = 0; k < classes; k++) {
        const pull = weight * pulls[k];
        if (Math.abs(pull) < NOTHING) continue;
        for (let i = rows.starts[row]; i < rows.starts[row + 1]; i++)
          step(places[rows.columns[i]] * classes + k, pull * rows.values[i]);
        step(distinct * classes + k, pull);
      }
    }
  }
  return { weights, classes };
}

/** The probability of each class for a row; columns that no training text has count for nothing. */
export function probabilities(
  { weights, classes }: TextClassifier,
  places: Int32Array,
  { starts, columns, values }: SparseRows,
  row: number,
): Float64Array {
  const scores = Float64Array.from(weights.subarray(weights.length - classes));
  for (let i = starts[row]; i < starts[row + 1]; i++) {
    const at = places[columns[i]] * classes;
    if (at >= 0) for (let k = 0; k < classes; k++) scores[k] += weights[at + k] * values[i];
  }
  const most = scores.reduce((best, score) => Math.max(best, score), Number.NEGATIVE_INFINITY);
  const powers = scores.map((score) => Math.exp(score - most));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}
