/** 1 / (1 + e^-x). */
export const logistic = (x: number): number => 1 / (1 + Math.exp(-x));

/** The number added to all scores that makes the mean of their logistic a rate, 0 < rate < 1: Newton's steps, halved where they leave what is known to hold it. */
export function interceptFor(scores: Float64Array, rate: number, start = 0): number {
  let [low, high] = [-700, 700];
  let at = start;
  for (let i = 0; i < 100; i++) {
    let [sum, slope] = [0, 0];
    for (const score of scores) {
      const chance = logistic(score + at);
      sum += chance;
      slope += chance * (1 - chance);
    }
    const error = sum / scores.length - rate;
    if (Math.abs(error) < 1e-10) break;
    if (error < 0) low = at;
    else high = at;
    const next = at - (error * scores.length) / slope;
    at = next > low && next < high ? next : (low + high) / 2;
  }
  return at;
}

/**
 * The ROC AUC that ascending chances have of ranking the classes drawn from them: the share of pairs in which the one that came true was the likelier,
 * ties half.
 */
export function expectedAuc(ascending: Float64Array): number {
  let [positives, negatives, pairs] = [0, 0, 0];
  for (let i = 0; i < ascending.length; ) {
    const first = ascending[i];
    let [own, others] = [0, 0];
    for (; i < ascending.length && ascending[i] === first; i++) {
      own += first;
      others += 1 - first;
    }
    pairs += own * (negatives + others / 2);
    positives += own;
    negatives += others;
  }
  return pairs / (positives * negatives);
}
