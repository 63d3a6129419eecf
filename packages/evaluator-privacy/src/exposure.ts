import { binomialTail, normalQuantile, normalTail, precedenceTail, wilsonInterval } from '@verisim/statistics';

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
 * The share of training rows that are more exposed than all but a part (1 % unless told) of the holdout rows: the true positive
 * rate at that false positive rate of the attacker who takes a row for a training row when a synthetic one is near it for its
 * neighbourhood (Carlini et al. 2022, "Membership inference attacks from first principles", on how to report; DOMIAS, van Breugel
 * et al. 2023, on local density). `p` is exact for rows of one distribution (negative hypergeometric). `null` with fewer than 20
 * rows on a side, or fewer than one holdout row in that part.
 *
 * The interval errs with probability `alpha` at most, half of it in where the threshold lies among the holdout rows (binomial
 * order statistics), half in the share beyond it (Wilson); no distribution is assumed.
 */
export function exposedRecords(train: Float64Array, holdout: Float64Array, part = 0.01, alpha = 0.05): Exposure | null {
  const [n, m] = [train.length, holdout.length];
  if (Math.min(n, m) < 20 || (part < 0.01 && m * part < 1)) return null;
  const k = Math.max(1, Math.floor(m * part));
  const sorted = holdout.toSorted();
  const beyond = (threshold: number) => train.reduce((sum, exposure) => sum + Number(exposure < threshold), 0);
  const hits = beyond(sorted[k - 1]);
  const least = binomialQuantile(m, k / m, alpha / 4);
  const most = binomialQuantile(m, k / m, 1 - alpha / 4);
  const fewest = least === 0 ? 0 : beyond(sorted[least - 1]);
  const greatest = most >= m ? n : beyond(sorted[most]);
  const { low } = wilsonInterval(fewest / n, n, alpha / 2);
  const { high } = wilsonInterval(greatest / n, n, alpha / 2);
  return { value: hits / n, low, high, p: precedenceTail(hits, n, k, m), expected: k / (m + 1) };
}

/** The smallest x with P(X <= x) >= `level`, X binomial. */
function binomialQuantile(n: number, p: number, level: number): number {
  let [low, high] = [0, n];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (1 - binomialTail(middle + 1, n, p) >= level) high = middle;
    else low = middle + 1;
  }
  return low;
}

/**
 * The probability that a training row is more exposed than a holdout row, ties counting half: the AUC of the same attack, 0.5
 * without a leak. `p` by the Mann-Whitney test, ties taken into account; the interval (95 % unless told) by Hanley & McNeil (1982, Radiology 143).
 * `null` with fewer than 20 rows on a side.
 */
export function exposureAuc(train: Float64Array, holdout: Float64Array, alpha = 0.05): Exposure | null {
  const [n, m] = [train.length, holdout.length];
  if (Math.min(n, m) < 20) return null;
  const { auc, tied } = lowerProbability(train, holdout);
  const all = n + m;
  const error = Math.sqrt((all + 1 - tied / (all * (all - 1))) / (12 * n * m));
  const p = error > 0 ? normalTail((auc - 0.5) / error) : 1;
  const [q1, q2] = [auc / (2 - auc), (2 * auc * auc) / (1 + auc)];
  const spread = auc * (1 - auc) + (n - 1) * (q1 - auc * auc) + (m - 1) * (q2 - auc * auc);
  const half = normalQuantile(alpha / 2) * Math.sqrt(Math.max(0, spread) / (n * m));
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
