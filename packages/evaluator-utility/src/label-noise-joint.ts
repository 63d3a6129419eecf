/** Labels that a model doubts, after confident learning (Northcutt, Jiang & Chuang 2021, Journal of Artificial Intelligence Research 70, section 3.1). */
export interface ConfidentJoint {
  /** Rows by given class (rows of the matrix) and by the class that the model is confident of, `classCount * classCount`. */
  readonly counts: Int32Array;
  /** Per row the class that the model is confident of, -1 when it is confident of none. */
  readonly confident: Int32Array;
}

/**
 * The thresholds of confident learning: per class the mean probability of that class among rows that carry it; `NaN` for a class that
 * no row carries.
 *
 * @param probabilities row after row, `rows * classCount`, by models that did not see the row
 * @param labels the given class of each row, -1 = none
 */
export function selfConfidence(probabilities: Float64Array, labels: Int32Array, classCount: number): Float64Array {
  const sums = new Float64Array(classCount);
  const counts = new Int32Array(classCount);
  for (const [row, label] of labels.entries()) {
    if (label < 0) continue;
    sums[label] += probabilities[row * classCount + label];
    counts[label]++;
  }
  return sums.map((sum, k) => sum / counts[k]);
}

/**
 * The confident joint (equation 1 there): a row counts for the most probable of the classes whose probability reaches the class's threshold.
 *
 * @param thresholds of {@link selfConfidence}; a class without one is never suggested
 */
export function confidentJoint(
  probabilities: Float64Array,
  labels: Int32Array,
  thresholds: Float64Array,
): ConfidentJoint {
  const classCount = thresholds.length;
  const counts = new Int32Array(classCount * classCount);
  const confident = labels.map((label, row) => {
    if (label < 0) return -1;
    let best = -1;
    for (let k = 0; k < classCount; k++) {
      const probability = probabilities[row * classCount + k];
      if (!(probability >= thresholds[k])) continue;
      if (best < 0 || probability > probabilities[row * classCount + best]) best = k;
    }
    if (best >= 0) counts[label * classCount + best]++;
    return best;
  });
  return { counts, confident };
}
