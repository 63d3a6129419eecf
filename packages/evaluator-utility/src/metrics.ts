import { averagePrecisionScorer } from './average-precision.ts';
import { confusionScorer } from './confusion.ts';
import { macroF1 } from './confusion-metrics.ts';
import { unknownMetric } from './errors.ts';
import { logLossScorer } from './log-loss.ts';
import { rocAucScorer } from './roc-auc.ts';
import { checkScored, type ScoredRows, type Scorer } from './scored-rows.ts';

/** The metrics that utility and lift are measured in. */
export type MetricName = 'roc-auc' | 'average-precision' | 'macro-f1' | 'log-loss';

/** A metric of predicted probabilities. */
export interface Metric {
  readonly name: MetricName;
  readonly better: 'higher' | 'lower';
  readonly range: readonly [number, number];
  /**
   * What one more row of each class could change, as a standard deviation, given the rows of each class: added to every
   * interval for the rows that were not seen, so that a small sample without a single surprise does not look certain.
   */
  unseen(counts: ArrayLike<number>): number;
  /** Prepares predictions for scoring under many row weights. */
  prepare(data: ScoredRows): Scorer;
  /**
   * @param probabilities row after row, `rows * classCount`
   * @param classes true class per row
   * @param weights one per row; all 1 when left out
   */
  compute(probabilities: Float64Array, classes: Int32Array, classCount: number, weights?: Float64Array): number;
}

/** A placement value (the share of the other class below a row) of an uninformative score is uniform on [0, 1]. */
const UNIFORM_DEVIATION = 1 / Math.sqrt(12);

/** Every {@link MetricName}. */
export const metrics: Readonly<Record<MetricName, Metric>> = {
  'roc-auc': metric('roc-auc', 'higher', [0, 1], unseenPerClass, rocAucScorer),
  'average-precision': metric('average-precision', 'higher', [0, 1], unseenPerClass, averagePrecisionScorer),
  'macro-f1': metric('macro-f1', 'higher', [0, 1], unseenPerClass, (data) => confusionScorer(data, macroF1)),
  'log-loss': metric('log-loss', 'lower', [0, 35], unseenLoss, logLossScorer),
};

/** The names of {@link metrics}. */
export const metricNames: readonly MetricName[] = Object.keys(metrics) as MetricName[];

/** A metric by name. Throws `evaluator-utility/unknown-metric`. */
export function metricOf(name: string): Metric {
  if (!Object.hasOwn(metrics, name)) throw unknownMetric(name, metricNames);
  return metrics[name as MetricName];
}

/** 1 when higher is better, -1 when lower is: differences times this are positive when they are improvements. */
export function orientation({ better }: Metric): 1 | -1 {
  return better === 'higher' ? 1 : -1;
}

function metric(
  name: MetricName,
  better: Metric['better'],
  range: readonly [number, number],
  unseen: Metric['unseen'],
  prepare: (data: ScoredRows) => Scorer,
): Metric {
  return {
    name,
    better,
    range,
    unseen,
    prepare(data) {
      checkScored(data);
      return prepare(data);
    },
    compute(probabilities, classes, classCount, weights) {
      const data = { probabilities, classes, classCount };
      checkScored(data);
      return prepare(data)(weights);
    },
  };
}

function unseenPerClass(counts: ArrayLike<number>): number {
  const present = Array.from(counts).filter((count) => count > 0);
  const averaged = present.length > 2 ? present.length : 1;
  return (UNIFORM_DEVIATION / averaged) * Math.hypot(...present.map((count) => 1 / count));
}

/** One row that costs a nat more or less. */
function unseenLoss(counts: ArrayLike<number>): number {
  return 1 / Array.from(counts).reduce((sum, count) => sum + count, 0);
}
