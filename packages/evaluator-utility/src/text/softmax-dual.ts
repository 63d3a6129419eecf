const MOST_STEPS = 30;
const EXACT = 1e-6;

/**
 * One step of dual coordinate ascent for the softmax loss (Yu, Huang & Lin 2011, Machine Learning 85, section 5; Shalev-Shwartz &
 * Zhang 2013, JMLR 14): the probabilities p that maximise H(p) + p z - curvature / 2 |p - before|^2. There,
 * ln p_k + curvature p_k + level = z_k + curvature before_k for one level: Newton's method on it and the ln p_k, from softmax(z).
 *
 * Returns KL(before || softmax(z)), the row's part of the duality gap.
 *
 * @param scores z, overwritten
 * @param shares `before`, overwritten by p
 * @param logs room for one number per class
 */
export function ascendRow(scores: Float64Array, curvature: number, shares: Float64Array, logs: Float64Array): number {
  let level = logSumExp(scores);
  let gap = 0;
  for (let k = 0; k < scores.length; k++) {
    logs[k] = scores[k] - level;
    if (shares[k] > 0) gap += shares[k] * (Math.log(shares[k]) - logs[k]);
    scores[k] += curvature * shares[k];
  }
  for (let step = 0; step < MOST_STEPS; step++) {
    const change = levelChange(scores, curvature, shares, logs, level);
    level += change;
    const largest = moveLogs(scores, curvature, shares, logs, level);
    if (Math.abs(change) < EXACT && largest < EXACT) break;
  }
  let sum = 0;
  for (let k = 0; k < scores.length; k++) sum += shares[k] = Math.exp(logs[k]);
  for (let k = 0; k < scores.length; k++) shares[k] /= sum;
  return Math.max(0, gap);
}

/** How far Newton's step moves the level; leaves the probabilities of `logs` in `shares`. */
function levelChange(
  sides: Float64Array,
  curvature: number,
  shares: Float64Array,
  logs: Float64Array,
  level: number,
): number {
  let [total, pull, weight] = [0, 0, 0];
  for (let k = 0; k < sides.length; k++) {
    const share = Math.exp(logs[k]);
    const slack = share / (1 + curvature * share);
    total += share;
    pull += slack * (sides[k] - level - logs[k] - curvature * share);
    weight += slack;
    shares[k] = share;
  }
  return (pull + total - 1) / weight;
}

/** Moves the logarithms by Newton's step to the level; the most that one moved. None may pass 0. */
function moveLogs(
  sides: Float64Array,
  curvature: number,
  shares: Float64Array,
  logs: Float64Array,
  level: number,
): number {
  let largest = 0;
  for (let k = 0; k < sides.length; k++) {
    const residual = sides[k] - level - logs[k] - curvature * shares[k];
    const next = Math.min(0, logs[k] + residual / (1 + curvature * shares[k]));
    largest = Math.max(largest, Math.abs(next - logs[k]) * shares[k]);
    logs[k] = next;
  }
  return largest;
}

/** ln sum(exp). */
export function logSumExp(values: Float64Array): number {
  let top = Number.NEGATIVE_INFINITY;
  for (let k = 0; k < values.length; k++) top = Math.max(top, values[k]);
  let sum = 0;
  for (let k = 0; k < values.length; k++) sum += Math.exp(values[k] - top);
  return top + Math.log(sum);
}
