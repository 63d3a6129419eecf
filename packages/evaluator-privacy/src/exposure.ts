import { normalTail, precedenceTail } from './tail-probabilities.ts';
import { TWO_SIDED_95, wilsonInterval } from './wilson-interval.ts';

/**
 * How exposed each real row is: ln of its distance to the nearest synthetic row over its distance to the nearest other training
 * row. Low = a synthetic row lies where no other real one does. Rows that others equal stand at 0 or above.
 */
export function exposures(toSynthetic: ArrayLike<number>, toTrain: ArrayLike<number>): Float64Array {
  return Float64Array.from(toSynthetic, (distance, i) => {
    if (toTrain[i] === 0 || toTrain[i] === Number.POSITIVE_INFINITY) return distance === 0 ? 0 : 700;
    return distance === 0 ? -700 : Math.log(distance / toTrain[i]);
  });
}

/** A share or probability with its 95 % interval and the chance of so high a one without a leak. */
export interface Exposure {
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly p: number;
  /** The value without a leak. */
  readonly expected: number;
}

/**
 * The share of training rows that are more exposed than all but 1 % of the holdout rows: the true positive rate at 1 % false
 * positives of the attacker who takes a row for a training row when a synthetic one is near it for its neighbourhood (Carlini et
 * al. 2022, "Membership inference attacks from first principles", on how to report; DOMIAS, van Breugel et al. 2023, on local
 * density). `p` is exact for rows of one distribution (negative hypergeometric). `null` with fewer than 20 rows on a side.
 */
export function exposedRecords(train: Float64Array, holdout: Float64Array): Exposure | null {
  const [n, m] = [train.length, holdout.length];
  if (Math.min(n, m) < 20) return null;
  const k = Math.max(1, Math.floor(m / 100));
  const threshold = holdout.toSorted()[k - 1];
  const hits = train.reduce((sum, exposure) => sum + Number(exposure < threshold), 0);
  const { low, high } = wilsonInterval(hits / n, n);
  return { value: hits / n, low, high, p: precedenceTail(hits, n, k, m), expected: k / (m + 1) };
}

/**
 * The probability that a training row is more exposed than a holdout row, ties counting half: the AUC of the same attack, 0.5
 * without a leak. `p` by the Mann-Whitney test, ties taken into account; the interval by Hanley & McNeil (1982, Radiology 143).
 * `null` with fewer than 20 rows on a side.
 */
export function exposureAuc(train: Float64Array, holdout: Float64Array): Exposure | null {
  const [n, m] = [train.length, holdout.length];
  if (Math.min(n, m) < 20) return null;
  const { auc, tied } = lowerProbability(train, holdout);
  const all = n + m;
  const error = Math.sqrt((all + 1 - tied / (all * (all - 1))) / (12 * n * m));
  const p = error > 0 ? normalTail((auc - 0.5) / error) : 1;
  const [q1, q2] = [auc / (2 - auc), (2 * auc * auc) / (1 + auc)];
  const spread = auc * (1 - auc) + (n - 1) * (q1 - auc * auc) + (m - 1) * (q2 - auc * auc);
  const half = TWO_SIDED_95 * Math.sqrt(Math.max(0, spread) / (n * m));
  return { value: auc, low: Math.max(0, auc - half), high: Math.min(1, auc + half), p, expected: 0.5 };
}

/** P(a < b) + P(a = b) / 2 over all pairs, and the sum of t^3 - t over runs of t equal values. */
export function lowerProbability(a: Float64Array, b: Float64Array): { auc: number; tied: number } {
  const [first, second] = [a.toSorted(), b.toSorted()];
  let pairs = 0;
  let tied = 0;
  for (let i = 0, j = 0; i < first.length || j < second.length; ) {
    const value = Math.min(first[i] ?? Number.POSITIVE_INFINITY, second[j] ?? Number.POSITIVE_INFINITY);
    const [fromA, fromB] = [i, j];
    while (first[i] === value) i++;
    while (second[j] === value) j++;
    const [mine, others] = [i - fromA, j - fromB];
    if (mine + others === 0) break;
    pairs += mine * (second.length - j + others / 2);
    tied += (mine + others) ** 3 - (mine + others);
  }
  return { auc: pairs / (first.length * second.length), tied };
}
