import { countedRows, type ScoredRows, type Scorer } from './scored-rows.ts';

/** Probabilities are kept this far from 0 and 1, so that one sure mistake costs 34.5 nats and not infinity. */
export const CLIP = 1e-15;

/** Mean negative log probability of the true class in nats, probabilities clipped to [1e-15, 1 - 1e-15]. In [0, 34.54]. */
export function logLossScorer(data: ScoredRows): Scorer {
  const { probabilities, classes, classCount } = data;
  return weightedMean(data, (row) => {
    const probability = probabilities[row * classCount + classes[row]];
    return -Math.log(Math.min(1 - CLIP, Math.max(CLIP, probability)));
  });
}

/** The weighted mean of a loss that is computed once per counted row. */
export function weightedMean(data: ScoredRows, lossOf: (row: number) => number): Scorer {
  const rows = countedRows(data);
  const losses = Float64Array.from(rows, lossOf);
  return (weights) => {
    let sum = 0;
    let total = 0;
    for (let i = 0; i < rows.length; i++) {
      const weight = weights ? weights[rows[i]] : 1;
      sum += weight * losses[i];
      total += weight;
    }
    return sum / total;
  };
}
