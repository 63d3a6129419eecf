import type { LossName } from './boost-loss.ts';
import { checkFeatures } from './check-features.ts';
import { badBoosting } from './errors.ts';
import type { Features } from './tree.ts';

/** Rows that decide when boosting stops. */
export interface BoostValidation {
  /** In the order and with the codes of the training features. */
  readonly columns: readonly Uint8Array[];
  readonly response: ArrayLike<number>;
  readonly weights?: ArrayLike<number>;
  /** Rounds without a lower loss before boosting stops; the rounds after the best one are dropped. */
  readonly patience: number;
}

/** How to boost. */
export interface BoostOptions {
  /** `logistic`: classes 0 and 1. `softmax`: classes 0 ... classes - 1. `squared`: any finite number. */
  readonly loss: LossName;
  /** Number of classes, for `softmax`. */
  readonly classes?: number;
  /** One weight >= 0 per row; all 1 when left out. */
  readonly weights?: ArrayLike<number>;
  /** Default 100. `softmax` grows one tree per class in each. */
  readonly rounds?: number;
  /** Default 0.1. */
  readonly learningRate?: number;
  /** Most leaves of a tree, default 63. */
  readonly leaves?: number;
  /** Most splits between a root and a leaf; unlimited when left out. */
  readonly maxDepth?: number;
  /** Fewest rows in a leaf, default 1. */
  readonly minRows?: number;
  /** Least sum of second derivatives in a leaf, default 1 (for `squared`: the sum of weights). */
  readonly minWeight?: number;
  /** L2 penalty on leaf values, default 1. */
  readonly lambda?: number;
  /** A split must lower G^2 / (H + lambda), summed over its sides, by more than this (XGBoost's `gamma`); default 0. */
  readonly minGain?: number;
  /** Added to the second derivatives of each category before they are put in order, and to lambda when the order is cut; default 10. */
  readonly categorySmoothing?: number;
  /** Share of rows that each tree sees, default 1. Below 1 needs `random`. */
  readonly rowShare?: number;
  /** Share of features that each tree sees, default 1. Below 1 needs `random`. */
  readonly columnShare?: number;
  /** Uniform numbers in [0, 1). */
  readonly random?: () => number;
  readonly validation?: BoostValidation;
}

/** The numbers that growing a tree needs, checked and complete. */
export interface BoostLimits {
  readonly rounds: number;
  readonly learningRate: number;
  readonly leaves: number;
  readonly maxDepth: number;
  readonly minRows: number;
  readonly minWeight: number;
  readonly lambda: number;
  readonly minGain: number;
  readonly categorySmoothing: number;
  readonly rowShare: number;
  readonly columnShare: number;
}

/** Name, default, least and greatest value, whole or not. */
const RANGES: readonly (readonly [keyof BoostLimits, number, number, number, boolean])[] = [
  ['rounds', 100, 1, 100_000, true],
  ['learningRate', 0.1, Number.MIN_VALUE, 1, false],
  ['leaves', 63, 2, 65_536, true],
  ['maxDepth', 65_536, 1, 65_536, true],
  ['minRows', 1, 1, Number.MAX_SAFE_INTEGER, true],
  ['minWeight', 1, 0, Number.MAX_VALUE, false],
  ['lambda', 1, 0, Number.MAX_VALUE, false],
  ['minGain', 0, 0, Number.MAX_VALUE, false],
  ['categorySmoothing', 10, 0, Number.MAX_VALUE, false],
  ['rowShare', 1, Number.MIN_VALUE, 1, false],
  ['columnShare', 1, Number.MIN_VALUE, 1, false],
];

/** Fills in the defaults. Throws `decision-trees/bad-boosting`. */
export function boostLimits(options: BoostOptions): BoostLimits {
  const limits = Object.fromEntries(
    RANGES.map(([name, standard, least, most, whole]) => {
      const value = options[name] ?? standard;
      if (value >= least && value <= most && (!whole || Number.isInteger(value))) return [name, value];
      const range = `${least === Number.MIN_VALUE ? 'above 0' : `from ${least}`} to ${most}`;
      throw badBoosting(`${name} is ${value}`, `Give a ${whole ? 'whole ' : ''}number ${range}, or leave it out.`);
    }),
  ) as Record<keyof BoostLimits, number>;
  if (limits.rowShare * limits.columnShare < 1 && !options.random)
    throw badBoosting('a share of rows or columns is to be drawn, but random is missing', 'Give a seeded random.');
  return limits;
}

/** Throws `decision-trees/bad-boosting` unless there is a usable weight for each row. */
export function checkWeights(weights: ArrayLike<number> | undefined, rows: number): void {
  if (weights === undefined) return;
  const next = 'Give one finite weight >= 0 per row, some above 0.';
  if (weights.length !== rows) throw badBoosting(`there are ${weights.length} weights for ${rows} rows`, next);
  let sum = 0;
  for (let i = 0; i < rows; i++) {
    if (!(weights[i] >= 0 && weights[i] < Infinity)) throw badBoosting(`row ${i} has the weight ${weights[i]}`, next);
    sum += weights[i];
  }
  if (!(sum > 0)) throw badBoosting('all weights are 0', next);
}

/** Throws `decision-trees/bad-boosting` or `/bad-feature` unless validation rows have the features of the training rows. */
export function checkValidation({ columns, response, patience }: BoostValidation, features: Features): void {
  if (columns.length !== features.columns.length)
    throw badBoosting(
      `validation rows have ${columns.length} features, training rows ${features.columns.length}`,
      'Give both the same features in the same order.',
    );
  if (!(Number.isInteger(patience) && patience >= 1))
    throw badBoosting(`patience is ${patience}`, 'Give a whole number of rounds from 1 on.');
  if (response.length === 0) throw badBoosting('there are no validation rows', 'Give some, or leave validation out.');
  checkFeatures({ ...features, columns }, response.length);
}
