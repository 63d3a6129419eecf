import { badMetric } from './errors.ts';
import type { Points } from './points.ts';

/**
 * How far two rows are apart: `(sum of numericWeights[j] * |x - y|^power + sum of codedWeights[c] * [x != y])^(1 / power)`.
 *
 * With power 1 and numbers scaled to [0, 1] it is Gower's distance (1971, Biometrics 27) times the sum of the weights, and
 * the DCR of TabSyn and SDMetrics; with power 2 and the squared median standard deviation as weight of a mismatch it is the
 * distance of SMOTE-NC (Chawla et al. 2002, section 6.1).
 */
export interface Metric {
  /** 1 = sum of differences, 2 = root of the sum of squares. */
  readonly power: 1 | 2;
  /** One weight of 0 or more per numeric column; all 1 when left out. */
  readonly numericWeights?: readonly number[];
  /** One weight of 0 or more per coded column; all 1 when left out. */
  readonly codedWeights?: readonly number[];
  /** A larger difference between two numbers counts as this one, in units of the column, before weight and power. Default none. */
  readonly cap?: number;
  /** The difference between a missing and a present number, likewise; two missing ones differ by 0. Default 1. */
  readonly missing?: number;
}

/** A metric with every member filled in. */
export type FullMetric = Required<Metric>;

/** Fills a metric in and checks it. Throws `nearest-neighbours/bad-metric`. */
export function fullMetric(metric: Metric, points: Points): FullMetric {
  const { power, cap = Number.POSITIVE_INFINITY, missing = 1 } = metric;
  if (power !== 1 && power !== 2) throw badMetric(`its power is ${power}, not 1 or 2`);
  if (!(cap > 0)) throw badMetric(`its cap is ${cap}`);
  if (!(missing > 0 && missing < Number.POSITIVE_INFINITY)) throw badMetric(`its missing cost is ${missing}`);
  const numericWeights = weightsOf('numeric', metric.numericWeights, points.numeric.length);
  const codedWeights = weightsOf('coded', metric.codedWeights, points.coded.length);
  return { power, cap, missing, numericWeights, codedWeights };
}

function weightsOf(kind: string, weights: readonly number[] | undefined, columns: number): readonly number[] {
  if (weights === undefined) return new Array<number>(columns).fill(1);
  if (weights.length !== columns) throw badMetric(`${weights.length} weights for ${columns} ${kind} columns`);
  const bad = weights.find((weight) => !(weight >= 0 && weight < Number.POSITIVE_INFINITY));
  if (bad !== undefined) throw badMetric(`a ${kind} column has the weight ${bad}`);
  return weights;
}
