import { badBoosting, badResponse } from './errors.ts';

/** What is minimised. */
export type LossName = 'logistic' | 'softmax' | 'squared';

/** The known losses; their places are what stored models hold. */
export const LOSSES: readonly LossName[] = ['logistic', 'softmax', 'squared'];

/** What is to be predicted. */
export interface Target {
  readonly response: Float64Array;
  /** One per row, or `null` for all 1. */
  readonly weights: Float64Array | null;
}

/** First and second derivatives of the loss by one margin of each row. */
export interface Derivatives {
  readonly first: Float64Array;
  readonly second: Float64Array;
}

/** Margins per row. Throws `decision-trees/bad-boosting` for a loss that does not exist, or without a number of classes. */
export function outputsOf(loss: LossName, classes: number | undefined): number {
  if (!LOSSES.includes(loss)) throw badBoosting(`there is no loss "${loss}"`, `Losses: ${LOSSES.join(', ')}.`);
  if (loss !== 'softmax') return 1;
  if (classes !== undefined && Number.isInteger(classes) && classes >= 2) return classes;
  throw badBoosting(`softmax over ${classes} classes`, 'Give the number of classes, from 2 on.');
}

/** The response as numbers. Throws `decision-trees/bad-response`, or `decision-trees/bad-boosting` where it is not finite. */
export function checkResponse(loss: LossName, outputs: number, response: ArrayLike<number>): Float64Array {
  const classes = loss === 'logistic' ? 2 : outputs;
  const checked = Float64Array.from(response);
  for (let i = 0; i < checked.length; i++) {
    const value = checked[i];
    if (loss === 'squared') {
      if (!Number.isFinite(value)) throw badBoosting(`row ${i} has the response ${value}`, 'Leave such rows out.');
    } else if (!(Number.isInteger(value) && value >= 0 && value < classes)) throw badResponse(i, value, classes);
  }
  return checked;
}

/** The margins that are best without any feature: log-odds, log shares or the mean. Shares are kept 1e-6 away from 0 and 1. */
export function baseMargins(loss: LossName, outputs: number, { response, weights }: Target): Float64Array {
  const sums = new Float64Array(outputs);
  let total = 0;
  for (let i = 0; i < response.length; i++) {
    const weight = weights ? weights[i] : 1;
    total += weight;
    if (outputs === 1) sums[0] += weight * response[i];
    else sums[response[i]] += weight;
  }
  if (total === 0) return sums;
  if (loss === 'squared') return sums.map((sum) => sum / total);
  const shares = sums.map((sum) => Math.min(1 - 1e-6, Math.max(1e-6, sum / total)));
  return shares.map((share) => (loss === 'logistic' ? Math.log(share / (1 - share)) : Math.log(share)));
}

/** Margins, row after row, as predictions: the probability of class 1, the probabilities of all classes, or the number itself. */
export function predictionsOf(loss: LossName, outputs: number, margins: Float64Array, into: Float64Array): void {
  if (loss === 'squared') into.set(margins);
  else if (loss === 'logistic') for (let i = 0; i < into.length; i++) into[i] = 1 / (1 + Math.exp(-margins[i]));
  else {
    for (let at = 0; at < into.length; at += outputs) {
      let most = margins[at];
      for (let k = 1; k < outputs; k++) most = Math.max(most, margins[at + k]);
      let sum = 0;
      for (let k = 0; k < outputs; k++) sum += into[at + k] = Math.exp(margins[at + k] - most);
      for (let k = 0; k < outputs; k++) into[at + k] /= sum;
    }
  }
}

/** Fills in the derivatives by margin `output` of every row. For `softmax` the second is doubled, as XGBoost has it. */
export function derivatives(
  loss: LossName,
  outputs: number,
  output: number,
  predictions: Float64Array,
  { response, weights }: Target,
  { first, second }: Derivatives,
): void {
  const scale = outputs === 1 ? 1 : 2;
  const squared = loss === 'squared';
  for (let i = 0, at = output; i < response.length; i++, at += outputs) {
    const weight = weights ? weights[i] : 1;
    const p = predictions[at];
    const wanted = outputs === 1 ? response[i] : response[i] === output ? 1 : 0;
    first[i] = weight * (p - wanted);
    second[i] = squared ? weight : weight * Math.max(scale * p * (1 - p), 1e-16);
  }
}

/** Weighted mean loss: log loss in nats for classes (a probability counts as at least 1e-15), squared error for numbers. */
export function meanLoss(
  loss: LossName,
  outputs: number,
  predictions: Float64Array,
  { response, weights }: Target,
): number {
  let sum = 0;
  let total = 0;
  for (let i = 0; i < response.length; i++) {
    const weight = weights ? weights[i] : 1;
    total += weight;
    if (loss === 'squared') sum += weight * (predictions[i] - response[i]) ** 2;
    else {
      const p =
        outputs > 1 ? predictions[i * outputs + response[i]] : response[i] === 1 ? predictions[i] : 1 - predictions[i];
      sum -= weight * Math.log(Math.max(p, 1e-15));
    }
  }
  return sum / total;
}
