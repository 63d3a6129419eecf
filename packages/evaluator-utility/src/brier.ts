import { weightedMean } from './log-loss.ts';
import type { ScoredRows, Scorer } from './scored-rows.ts';

/**
 * Brier score (Brier 1950): the mean squared distance between probabilities and truth. For two classes that of class 1's
 * probability, in [0, 1] (scikit-learn `brier_score_loss`); for more the sum over classes, in [0, 2].
 */
export function brierScorer(data: ScoredRows): Scorer {
  const { probabilities, classes, classCount } = data;
  return weightedMean(data, (row) => {
    let sum = 0;
    for (let k = classCount === 2 ? 1 : 0; k < classCount; k++) {
      sum += (probabilities[row * classCount + k] - (classes[row] === k ? 1 : 0)) ** 2;
    }
    return sum;
  });
}
