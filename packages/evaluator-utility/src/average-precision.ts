import { macroAverage, type Ranking, rankedClasses, rankRows } from './ranking.ts';
import type { ScoredRows, Scorer } from './scored-rows.ts';

/**
 * Average precision, in [0, 1]: the sum over thresholds of precision times the gain in recall, without interpolation
 * (scikit-learn `average_precision_score`). For two classes that of class 1; for more the plain mean over the classes that
 * occur, each against the rest. `NaN` when a class has no weight.
 */
export function averagePrecisionScorer(data: ScoredRows): Scorer {
  return macroAverage(rankedClasses(data).map((k) => precisionOfRanking(rankRows(data, k))));
}

function precisionOfRanking({ rows, positive, last }: Ranking): Scorer {
  return (weights) => {
    let found = 0;
    let passed = 0;
    let gained = 0;
    let sum = 0;
    for (let i = 0; i < rows.length; i++) {
      const weight = weights ? weights[rows[i]] : 1;
      passed += weight;
      if (positive[i] === 1) gained += weight;
      if (last[i] === 1) {
        found += gained;
        if (gained > 0) sum += (gained * found) / passed;
        gained = 0;
      }
    }
    return sum / found;
  };
}
