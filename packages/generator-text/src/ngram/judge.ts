import type { Random } from '@verisim/core';
import type { SparseRows } from '@verisim/text-measures';
import {
  featuresLike,
  featuresOf,
  probabilities,
  type TextClassifier,
  type TextFeatures,
  trainClassifier,
} from './text-classifier.ts';

/** Parts that the texts of each label are dealt into. */
const FOLDS = 5;

/** What the judge is called in lineage. */
export const JUDGE = 'n-gram regression, out of fold';

/** Classifiers that know the training texts and nothing of the trigrams: for each fifth of the texts one that has not seen it. */
export interface Judge {
  readonly features: TextFeatures;
  readonly classifiers: readonly TextClassifier[];
  /** The fifth of each text. */
  readonly folds: Int32Array;
}

/** Trains a judge on real texts; `null` where there are not two labels to tell apart. */
export function trainJudge(
  texts: readonly string[],
  labels: Int32Array,
  classes: number,
  random: Random,
): Judge | null {
  if (new Set(labels).size < 2) return null;
  const features = featuresOf(texts);
  const folds = foldsOf(labels, classes);
  const classifiers = Array.from({ length: FOLDS }, (_, fold) => {
    const seen = Int32Array.from(labels.keys()).filter((row) => folds[row] !== fold);
    return trainClassifier(features, labels, classes, seen, random.fork(`judge:${fold}`));
  });
  return { features, classifiers, folds };
}

/** The judge with weights that were saved. */
export function loadJudge(
  texts: readonly string[],
  labels: Int32Array,
  classes: number,
  weights: readonly Float32Array[],
): Judge | null {
  if (weights.length === 0) return null;
  const classifiers = weights.map((own) => ({ weights: own, classes }));
  return { features: featuresOf(texts), classifiers, folds: foldsOf(labels, classes) };
}

/** Texts as the judge reads them. */
export function readTexts({ features }: Judge, texts: readonly string[]): SparseRows {
  return featuresLike(texts, features);
}

/**
 * The probability of each label for a text.
 *
 * @param parent the training text that gave the most of it: the classifier that never saw that text judges
 */
export function judgeProbabilities(
  { features, classifiers, folds }: Judge,
  rows: SparseRows,
  row: number,
  parent: number,
): Float64Array {
  return probabilities(classifiers[parent < 0 ? 0 : folds[parent] % FOLDS], features.places, rows, row);
}

/** The probability of a label for a text, 0 when another is as probable. */
export function judgeText(judge: Judge, rows: SparseRows, row: number, label: number, parent: number): number {
  const found = judgeProbabilities(judge, rows, row, parent);
  return found.every((other, k) => k === label || other < found[label]) ? found[label] : 0;
}

/** Deals the texts of each label; a label's only text lies in none, or a classifier would not know the label at all. */
function foldsOf(labels: Int32Array, classes: number): Int32Array {
  const [sizes, dealt] = [new Int32Array(classes), new Int32Array(classes)];
  for (const label of labels) sizes[label]++;
  return labels.map((label) => (sizes[label] === 1 ? FOLDS : dealt[label]++ % FOLDS));
}
