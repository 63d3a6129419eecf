import { type Random, shuffle } from '@verisim/core';
import { countColumns, hashedNgrams, type SparseRows, tfIdf } from '@verisim/text-measures';
import { areaOf, type RocArea, rocPlacements } from '../roc-placements.ts';
import { scoreOf, trainLogistic } from './logistic-regression.ts';

const ORDERS = { words: [1, 2], characters: [3, 4] };
const FOLDS = 5;

/** Fewer texts of a side than this train no detector. */
export const TEXT_DETECTOR_LEAST = 40;

/**
 * A classifier two-sample test (Lopez-Paz & Oquab 2017) on texts: the area under the ROC curve of a logistic regression (C = 1) over hashed word 1-2-grams and
 * character 3-4-grams, TF-IDF, scored on folds it was not trained on. 0.5 = not told apart. Equal texts share a fold, whichever side they
 * are of, so that a copy counts as not told apart and a repeated text is not learned by heart. `null` with fewer than 40 texts on a side, or too few different ones for five folds.
 */
export function textDetector(real: readonly string[], synthetic: readonly string[], random: Random): RocArea | null {
  if (Math.min(real.length, synthetic.length) < TEXT_DETECTOR_LEAST) return null;
  const rows = tfIdf(compact(hashedNgrams([...real, ...synthetic], ORDERS)));
  const labels = new Uint8Array(real.length + synthetic.length).fill(1, real.length);
  const folds = dealFolds(real, synthetic, random.fork('folds'));
  if (!bothInEach(folds, labels)) return null;
  const scores = new Float64Array(labels.length);
  for (let fold = 0; fold < FOLDS; fold++) {
    const places = Int32Array.from(labels.keys());
    const weights = trainLogistic(
      rows,
      labels,
      places.filter((row) => folds[row] !== fold),
    );
    for (const row of places) if (folds[row] === fold) scores[row] = scoreOf(rows, row, weights);
  }
  return areaOf(rocPlacements(scores, labels, folds), labels);
}

/** Deals the different texts of each side evenly; equal ones get the same fold. */
function dealFolds(real: readonly string[], synthetic: readonly string[], random: Random): Uint8Array {
  const folds = new Map<string, number>();
  for (const [side, texts] of [real, synthetic].entries()) {
    const fresh = [...new Set(texts)].filter((text) => !folds.has(text));
    const dealt = Uint8Array.from(fresh, (_, i) => i % FOLDS);
    shuffle(dealt, random.fork(`side ${side}`)).forEach((fold, i) => {
      folds.set(fresh[i], fold);
    });
  }
  return Uint8Array.from([...real, ...synthetic], (text) => folds.get(text) ?? 0);
}

function bothInEach(folds: Uint8Array, labels: Uint8Array): boolean {
  const seen = new Set(Array.from(folds, (fold, row) => 2 * fold + labels[row]));
  return seen.size === 2 * FOLDS;
}

/** The columns that two rows or more hit, numbered anew: the others cannot help on rows not trained on. */
function compact(rows: SparseRows): SparseRows {
  const frequency = new Int32Array(rows.width);
  for (const column of rows.columns) frequency[column]++;
  const numbers = new Int32Array(rows.width).fill(-1);
  let width = 0;
  for (let column = 0; column < rows.width; column++) if (frequency[column] > 1) numbers[column] = width++;
  const kept: Int32Array[] = [];
  for (let row = 0; row + 1 < rows.starts.length; row++) {
    const found: number[] = [];
    for (let i = rows.starts[row]; i < rows.starts[row + 1]; i++) {
      const number = numbers[rows.columns[i]];
      if (number >= 0) for (let count = rows.values[i]; count > 0; count--) found.push(number);
    }
    kept.push(Int32Array.from(found));
  }
  return countColumns(kept, width);
}
