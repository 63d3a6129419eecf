import { checkpoint, type Random, shuffle } from '@verisim/core';
import type { SparseRows } from '@verisim/text-measures';
import type { Labelled } from '../cross-entropy.ts';
import { ascendRow, logSumExp } from './softmax-dual.ts';

/** A softmax regression on sparse rows: minimise C * sum(weight * cross-entropy) + |coefficients|^2 / 2, the intercept among them. */
export interface SparseProblem extends Labelled {
  readonly matrix: SparseRows;
  /** Inverse strength of the penalty, C in scikit-learn. */
  readonly inverse: number;
}

/** How exact a fit must be. */
export interface SparseOptions {
  /** Stop when the duality gap is under this, in nats per unit of weight. */
  readonly tolerance: number;
  readonly mostPasses: number;
  readonly random: Random;
  readonly signal: AbortSignal;
}

/** A fitted regression. */
export interface SparseFit {
  /** `width * classCount`, the classes of a column together. */
  readonly coefficients: Float32Array;
  /** Probabilities that the dual gives each training row: a start for another penalty. */
  readonly shares: Float64Array;
  readonly passes: number;
  /** The gap that the last pass saw. */
  readonly gap: number;
}

/** Changes of a probability below this are left for a later pass. */
const SMALL = 1e-6;
/** Products between two chances to stop, some ten milliseconds of work. */
const WORK_AT_ONCE = 5_000_000;

/**
 * Fits by dual coordinate ascent, a row at a time, in an order shuffled anew for each pass. It needs one vector of coefficients where
 * L-BFGS needs over twenty, and some ten passes over the matrix. `start`: {@link SparseFit.shares} of a fit of the same rows.
 */
export async function fitSparse(
  problem: SparseProblem,
  options: SparseOptions,
  start: Float64Array | null = null,
): Promise<SparseFit> {
  const { labels, weights, classCount, matrix } = problem;
  options.signal.throwIfAborted();
  const shares = start?.slice() ?? ownClass(labels, classCount);
  const coefficients = fromShares(problem, shares);
  const rows = Int32Array.from(labels.keys()).filter((row) => weights[row] > 0);
  const total = rows.reduce((sum, row) => sum + weights[row], 0);
  const perRow = (matrix.columns.length * classCount) / labels.length;
  const rowsAtOnce = Math.ceil(WORK_AT_ONCE / (perRow + 1));
  let [passes, gap, work] = [0, Number.POSITIVE_INFINITY, 0];
  while (passes < options.mostPasses && gap > options.tolerance) {
    gap = 0;
    const order = shuffle(rows, options.random);
    for (let from = 0; from < order.length; from += rowsAtOnce) {
      const taken = order.subarray(from, from + rowsAtOnce);
      gap += ascend(problem, taken, coefficients, shares) / total;
      work += taken.length * perRow;
      if (work < WORK_AT_ONCE) continue;
      work = 0;
      await checkpoint(options.signal);
    }
    passes++;
  }
  return { coefficients, shares, passes, gap };
}

/** Logits of the given rows of a sparse matrix, `rows * classCount`. */
export function sparseLogits(
  matrix: SparseRows,
  coefficients: Float32Array,
  classCount: number,
  rows: Iterable<number> = Array(matrix.starts.length - 1).keys(),
): Float64Array {
  const taken = Int32Array.from(rows);
  const logits = new Float64Array(taken.length * classCount);
  taken.forEach((row, i) => {
    addScores(matrix, row, coefficients, logits.subarray(i * classCount, (i + 1) * classCount));
  });
  return logits;
}

/** Logits to probabilities, in place. */
export function softmaxInPlace(logits: Float64Array, classCount: number): Float64Array {
  for (let at = 0; at < logits.length; at += classCount) {
    const row = logits.subarray(at, at + classCount);
    const level = logSumExp(row);
    for (let k = 0; k < classCount; k++) row[k] = Math.exp(row[k] - level);
  }
  return logits;
}

function ownClass(labels: Int32Array, classCount: number): Float64Array {
  const shares = new Float64Array(labels.length * classCount);
  for (let row = 0; row < labels.length; row++) shares[row * classCount + labels[row]] = 1;
  return shares;
}

/** The coefficients that belong to the dual's probabilities: C * sum(weight * (class - p) * row). */
function fromShares(
  { matrix, labels, weights, classCount, inverse }: SparseProblem,
  shares: Float64Array,
): Float32Array {
  const coefficients = new Float32Array(matrix.width * classCount);
  const change = new Float64Array(classCount);
  const all = Int32Array.from(change.keys());
  for (let row = 0; row < labels.length; row++) {
    if (weights[row] === 0) continue;
    for (let k = 0; k < classCount; k++) {
      change[k] = inverse * weights[row] * ((k === labels[row] ? 1 : 0) - shares[row * classCount + k]);
    }
    addRow(matrix, row, change, all, coefficients);
  }
  return coefficients;
}

/** Improves the dual at each of the rows in turn; the weighted sum of their gaps before. */
function ascend(problem: SparseProblem, rows: Int32Array, coefficients: Float32Array, shares: Float64Array): number {
  const { matrix, weights, classCount, inverse } = problem;
  const [scores, logs, change] = [0, 0, 0].map(() => new Float64Array(classCount));
  const moved = new Int32Array(classCount);
  let gap = 0;
  for (const row of rows) {
    const own = shares.subarray(row * classCount, (row + 1) * classCount);
    change.set(own);
    scores.fill(0);
    addScores(matrix, row, coefficients, scores);
    const factor = inverse * weights[row];
    gap += weights[row] * ascendRow(scores, factor * squaredLength(matrix, row), own, logs);
    let count = 0;
    for (let k = 0; k < classCount; k++) {
      if (Math.abs(change[k] - own[k]) < SMALL) own[k] = change[k];
      else moved[count++] = k;
      change[k] = factor * (change[k] - own[k]);
    }
    addRow(matrix, row, change, moved.subarray(0, count), coefficients);
  }
  return gap;
}

function addScores(matrix: SparseRows, row: number, coefficients: Float32Array, scores: Float64Array): void {
  const classes = scores.length;
  for (let i = matrix.starts[row]; i < matrix.starts[row + 1]; i++) {
    const value = matrix.values[i];
    const at = matrix.columns[i] * classes;
    for (let k = 0; k < classes; k++) scores[k] += value * coefficients[at + k];
  }
}

/** Adds `change[k]` times a row to the coefficients of the classes `k` given. */
function addRow(
  matrix: SparseRows,
  row: number,
  change: Float64Array,
  classes: Int32Array,
  coefficients: Float32Array,
): void {
  const [width, count] = [change.length, classes.length];
  for (let i = matrix.starts[row]; i < matrix.starts[row + 1]; i++) {
    const value = matrix.values[i];
    const at = matrix.columns[i] * width;
    for (let c = 0; c < count; c++) coefficients[at + classes[c]] += value * change[classes[c]];
  }
}

function squaredLength({ starts, values }: SparseRows, row: number): number {
  let sum = 0;
  for (let i = starts[row]; i < starts[row + 1]; i++) sum += values[i] * values[i];
  return sum;
}
