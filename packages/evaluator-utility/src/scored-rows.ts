/** Predictions to be scored. */
export interface ScoredRows {
  /** Row after row, `rows * classCount`. */
  readonly probabilities: Float64Array;
  /** True class per row. */
  readonly classes: Int32Array;
  readonly classCount: number;
  /** The rows that count; all when left out. */
  readonly subset?: Int32Array;
}

/**
 * A metric of fixed predictions as a function of row weights (one per row of the whole table, all 1 when left out): what does
 * not depend on the weights is computed once, so that a bootstrap costs one pass per resample. `NaN` where it is undefined.
 */
export type Scorer = (weights?: Float64Array) => number;

/** The rows that count, in order. */
export function countedRows({ classes, subset }: ScoredRows): Int32Array {
  return subset ?? Int32Array.from({ length: classes.length }, (_, i) => i);
}

/** Checks that the arrays belong together. Throws a RangeError. */
export function checkScored({ probabilities, classes, classCount }: ScoredRows): void {
  if (probabilities.length !== classes.length * classCount) {
    throw new RangeError(
      `${probabilities.length} probabilities for ${classes.length} rows of ${classCount} classes: expected one per row and class`,
    );
  }
}
