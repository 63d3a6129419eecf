import type { SparseRows } from '@verisim/text-measures';

/** Rounds of descent; on texts the order of the scores is settled long before. */
const ROUNDS = 40;

/**
 * Two-class logistic regression with an L2 penalty on sparse rows of length 1 at most, as liblinear states it:
 * |w|^2 / 2 + C sum log(1 + exp(-y (w x + b))), the bias penalised with the weights. Accelerated gradient descent (Nesterov 1983) with the
 * step 1 / (1 + C n / 2), half of n being the most that the second derivative of n rows of length sqrt(2) can reach; restarts when it overshoots (O'Donoghue & Candes 2015). Returns the weights, the bias last.
 *
 * @param labels 0 or 1 per row
 * @param train rows to learn from
 */
export function trainLogistic(rows: SparseRows, labels: Uint8Array, train: Int32Array, c = 1): Float64Array {
  const { width } = rows;
  let [weights, ahead] = [new Float64Array(width + 1), new Float64Array(width + 1)];
  const gradient = new Float64Array(width + 1);
  const step = 1 / (1 + (c * train.length) / 2);
  let momentum = 1;
  for (let round = 0; round < ROUNDS; round++) {
    gradient.set(ahead);
    for (const row of train) {
      const pull = c * (1 / (1 + Math.exp(-scoreOf(rows, row, ahead))) - labels[row]);
      for (let i = rows.starts[row]; i < rows.starts[row + 1]; i++) gradient[rows.columns[i]] += pull * rows.values[i];
      gradient[width] += pull;
    }
    const next = ahead.map((value, i) => value - step * gradient[i]);
    let uphill = 0;
    for (let i = 0; i <= width; i++) uphill += gradient[i] * (next[i] - weights[i]);
    const after = uphill > 0 ? 1 : (1 + Math.sqrt(1 + 4 * momentum * momentum)) / 2;
    const push = uphill > 0 ? 0 : (momentum - 1) / after;
    for (let i = 0; i <= width; i++) ahead[i] = next[i] + push * (next[i] - weights[i]);
    weights = next;
    momentum = after;
  }
  return weights;
}

/** The log odds of class 1. */
export function scoreOf({ starts, columns, values, width }: SparseRows, row: number, weights: Float64Array): number {
  let sum = weights[width];
  for (let i = starts[row]; i < starts[row + 1]; i++) sum += values[i] * weights[columns[i]];
  return sum;
}
