import { type Random, shuffle } from '@verisim/core';
import { binValues, boostedMargins, boostTrees, type Features, quantileBins } from '@verisim/decision-trees';

const FOLDS = 5;

/** Bins of a score; equal scores (the zeros of copies) keep a bin of their own. */
const BINS = 254;

/**
 * One score out of several: small boosted trees learn from four fifths of the rows, whose membership the auditor knows, how the
 * scores tell training from holdout rows, and score the last fifth. Lower = more like a training row, as the scores. The best that
 * an attacker with known members could make of them; folds hold equal parts of both, so that chance alone gives no AUC above 0.5.
 *
 * @param scores one value per training row, then one per holdout row
 */
export function ensembleScores(scores: readonly Float64Array[], trainRows: number, random: Random): Float64Array {
  const rows = scores[0].length;
  const bins = scores.map((values) => quantileBins(values, BINS));
  const columns = scores.map((values, j) => binValues(bins[j], values));
  const features: Features = { columns, bins: bins.map((one) => one.bins), ordered: scores.map(() => true) };
  const fold = foldsOf(rows, trainRows, random);
  const found = new Float64Array(rows);
  for (let held = 0; held < FOLDS; held++) {
    const take = (wanted: (fold: number) => boolean) => Int32Array.from(fold.keys()).filter((row) => wanted(fold[row]));
    const [others, asked] = [take((one) => one !== held), take((one) => one === held)];
    const codes = (kept: Int32Array) => columns.map((column) => Uint8Array.from(kept, (row) => column[row]));
    const response = Uint8Array.from(others, (row) => Number(row < trainRows));
    const options = { loss: 'logistic', rounds: 40, leaves: 4, minRows: Math.max(5, Math.ceil(rows / 1000)) } as const;
    const trees = boostTrees({ ...features, columns: codes(others) }, response, options);
    const margins = boostedMargins(trees, codes(asked), asked.length);
    asked.forEach((row, i) => {
      found[row] = -margins[i];
    });
  }
  return pointsToMembers(found, scores) ? found : new Float64Array(rows);
}

/** Folds that hold equal parts of the training and of the holdout rows. */
function foldsOf(rows: number, trainRows: number, random: Random): Uint8Array {
  const parts = [trainRows, rows - trainRows].map((count) => {
    return shuffle(
      Uint8Array.from({ length: count }, (_, i) => i % FOLDS),
      random,
    );
  });
  const folds = new Uint8Array(rows);
  folds.set(parts[0]);
  folds.set(parts[1], trainRows);
  return folds;
}

/**
 * Whether rows low in the scores come out low. Where they do not, trees have learnt something else than memory (a holdout that the
 * generator saw, say), and their scores count as chance.
 */
function pointsToMembers(found: Float64Array, scores: readonly Float64Array[]): boolean {
  const mean = found.reduce((sum, value) => sum + value, 0) / found.length;
  let lean = 0;
  for (const values of scores) {
    const cut = values.toSorted()[Math.floor(values.length / 10)];
    const lowest = found.filter((_, row) => values[row] <= cut);
    lean += lowest.reduce((sum, value) => sum + value, 0) / lowest.length - mean;
  }
  return lean < 0;
}
