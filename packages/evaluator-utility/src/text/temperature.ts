import type { Labelled } from '../cross-entropy.ts';
import { logSumExp } from './softmax-dual.ts';

const [LEAST, MOST] = [1 / 64, 64];

/**
 * The factor from 1/64 to 64 by which logits have the least weighted cross-entropy on rows that did not train (Guo et al. 2017, ICML,
 * temperature scaling; here its inverse), and that cross-entropy, the weighted sum in nats. Of n rows each counts as (n + 1) / (n + classes) of
 * its class and 1 / (n + classes) of each other, as in Platt (1999), so that rows told apart without a fault do not make a model
 * certain. Bisection of the slope, which rises.
 *
 * @param logits `rows * classCount`
 */
export function fitTemperature(
  logits: Float64Array,
  data: Labelled,
): { readonly temperature: number; readonly loss: number } {
  let [low, high] = [Math.log(LEAST), Math.log(MOST)];
  while (high - low > 1e-3) {
    const middle = (low + high) / 2;
    if (scaledLoss(logits, data, Math.exp(middle)).slope > 0) high = middle;
    else low = middle;
  }
  const temperature = Math.exp((low + high) / 2);
  return { temperature, loss: scaledLoss(logits, data, temperature).loss };
}

/** The weighted cross-entropy of scaled logits and its derivative by the factor. */
function scaledLoss(
  logits: Float64Array,
  { labels, weights, classCount }: Labelled,
  factor: number,
): { readonly loss: number; readonly slope: number } {
  const scaled = new Float64Array(classCount);
  const other = 1 / (labels.length + classCount);
  let [loss, slope] = [0, 0];
  for (let row = 0; row < labels.length; row++) {
    const at = row * classCount;
    let meant = (1 - classCount * other) * logits[at + labels[row]];
    for (let k = 0; k < classCount; k++) {
      scaled[k] = factor * logits[at + k];
      meant += other * logits[at + k];
    }
    const level = logSumExp(scaled);
    let mean = 0;
    for (let k = 0; k < classCount; k++) mean += Math.exp(scaled[k] - level) * logits[at + k];
    loss += weights[row] * (level - factor * meant);
    slope += weights[row] * (mean - meant);
  }
  return { loss, slope };
}
