/** An area under the ROC curve with a 95 % interval. */
export interface RocArea {
  readonly auc: number;
  readonly low: number;
  readonly high: number;
  /** Its standard error. */
  readonly error: number;
}

/**
 * The placement of each row: the share of rows of the other class in the same fold that its score is on the right side of, ties
 * counting half (DeLong, DeLong & Clarke-Pearson 1988, Biometrics 44, equations 4 and 5). The mean over one class is the area under the ROC curve
 * (with equal shares of the classes in all folds: the mean of the folds' areas, as scikit-learn's `cross_val_score` has it).
 *
 * @param scores one per row, higher = class 1
 * @param labels 0 or 1 per row
 * @param folds fold of each row; scores are compared within a fold alone
 */
export function rocPlacements(scores: Float64Array, labels: Uint8Array, folds: Uint8Array): Float64Array {
  const placements = new Float64Array(scores.length);
  const count = folds.reduce((most, fold) => Math.max(most, fold + 1), 0);
  for (let fold = 0; fold < count; fold++) {
    const rows = Int32Array.from(folds.keys()).filter((row) => folds[row] === fold);
    placeRows(
      rows.sort((a, b) => scores[a] - scores[b]),
      scores,
      labels,
      placements,
    );
  }
  return placements;
}

/** @param rows of one fold, by ascending score */
function placeRows(rows: Int32Array, scores: Float64Array, labels: Uint8Array, placements: Float64Array): void {
  let ones = 0;
  for (const row of rows) ones += labels[row];
  const zeros = rows.length - ones;
  let [zerosBelow, onesBelow] = [0, 0];
  for (let i = 0; i < rows.length; ) {
    const from = i;
    let tiedOnes = 0;
    while (i < rows.length && scores[rows[i]] === scores[rows[from]]) tiedOnes += labels[rows[i++]];
    const tiedZeros = i - from - tiedOnes;
    const ofOne = (zerosBelow + tiedZeros / 2) / zeros;
    const ofZero = (ones - onesBelow - tiedOnes / 2) / ones;
    for (let place = from; place < i; place++) placements[rows[place]] = labels[rows[place]] === 1 ? ofOne : ofZero;
    zerosBelow += tiedZeros;
    onesBelow += tiedOnes;
  }
}

/**
 * How much more the area varies than over the rows alone, because folds share training rows: on exchangeable halves of one table its standard
 * deviation was 1.15 to 1.6 times DeLong's standard error.
 */
const SHARED_TRAINING = 1.5;

/**
 * The area under the ROC curve of placements, or the difference of two areas of the differences of placements, with DeLong's standard error,
 * widened for cross-validation. The interval is clipped to [least, 1].
 */
export function areaOf(placements: Float64Array, labels: Uint8Array, least = 0): RocArea {
  const [zero, one] = [0, 1].map((label) => meanAndVariance(placements, labels, label));
  const error = SHARED_TRAINING * Math.sqrt(zero.variance / zero.count + one.variance / one.count);
  const auc = one.mean;
  return { auc, error, low: Math.max(least, auc - 1.96 * error), high: Math.min(1, auc + 1.96 * error) };
}

function meanAndVariance(values: Float64Array, labels: Uint8Array, label: number) {
  let [count, sum, squares] = [0, 0, 0];
  for (let row = 0; row < values.length; row++) {
    if (labels[row] !== label) continue;
    count++;
    sum += values[row];
  }
  const mean = sum / count;
  for (let row = 0; row < values.length; row++) if (labels[row] === label) squares += (values[row] - mean) ** 2;
  return { count, mean, variance: count > 1 ? squares / (count - 1) : 0 };
}
