import { macroAverage, type Ranking, rankedClasses, rankRows } from './ranking.ts';
import type { ScoredRows, Scorer } from './scored-rows.ts';

/**
 * The area under the ROC curve, in [0, 1]: the probability that a row of the class has a higher score than one of the rest,
 * ties counting half (Hanley & McNeil 1982; scikit-learn `roc_auc_score`). More than two classes: the plain mean of
 * one-against-rest areas over the classes that occur (`multi_class='ovr', average='macro'`). `NaN` when a class or the rest has
 * no weight.
 */
export function rocAucScorer(data: ScoredRows): Scorer {
  return macroAverage(rankedClasses(data).map((k) => areaUnderRanking(rankRows(data, k))));
}

function areaUnderRanking({ rows, positive, last }: Ranking): Scorer {
  return (weights) => {
    let positives = 0;
    let negatives = 0;
    let area = 0;
    let tiedPositives = 0;
    let tiedNegatives = 0;
    for (let i = 0; i < rows.length; i++) {
      const weight = weights ? weights[rows[i]] : 1;
      if (positive[i] === 1) tiedPositives += weight;
      else tiedNegatives += weight;
      if (last[i] === 1) {
        area += tiedNegatives * (positives + tiedPositives / 2);
        positives += tiedPositives;
        negatives += tiedNegatives;
        tiedPositives = 0;
        tiedNegatives = 0;
      }
    }
    return area / (positives * negatives);
  };
}
