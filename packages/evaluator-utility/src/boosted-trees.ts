import { checkpoint, type Learner, takeRows } from '@verisim/core';
import {
  type BoostedTrees,
  type BoostOptions,
  boostedPredictions,
  boostRounds,
  type Features,
} from '@verisim/decision-trees';
import { featuresOf, fitFeatureBins } from './binned-features.ts';
import { labelledRows } from './labelled-rows.ts';
import { rowWeights } from './row-weights.ts';

/** Options of {@link boostedTrees}; see `BoostOptions` of `@verisim/decision-trees`. */
export interface BoostedTreesOptions {
  /** Default 100. */
  readonly rounds?: number;
  /** Default 0.1. */
  readonly learningRate?: number;
  /** Most leaves of a tree. Default: one per 200 training rows, 4 to 31. */
  readonly leaves?: number;
  /** Fewest rows in a leaf, default 10. */
  readonly minRows?: number;
  /** Quantile bins of a numeric column, 2 to 255. Default: one per 20 training rows, 32 to 255. */
  readonly bins?: number;
  /** Share of the rows that each tree sees, default 1. */
  readonly rowShare?: number;
  /** Share of the columns that each tree sees, default 1. */
  readonly columnShare?: number;
}

/**
 * Histogram gradient-boosted trees, in plain JavaScript: no TensorFlow.js is loaded. Two classes take the logistic, more the softmax
 * loss. Columns are coded as {@link fitFeatureBins} describes, so missing values need no filling in. The defaults for small tables
 * were chosen by the log loss of 200 to 5,000 rows of Adult and Magic. Chance enters by shares below 1 alone. Rows without a
 * target value are left out. Throws `evaluator-utility/target-missing`, `/target-not-classes`, `/one-class`, `/no-features` and
 * `/bad-weights`, and `decision-trees/bad-boosting` or `/bad-bins` for options out of range.
 */
export function boostedTrees(options: BoostedTreesOptions = {}): Learner {
  return {
    name: 'boosted-trees',
    version: '1',
    async fit(train, request) {
      const { classes, labels, rows } = labelledRows(train, request.target, 'training');
      const weights = rowWeights(train, request, rows);
      const table = rows.length === train.rows ? train : takeRows(train, rows);
      const coding = fitFeatureBins(table, request.target, options.bins ?? within(table.rows / 20, 32, 255));
      const boost: BoostOptions = {
        ...options,
        loss: classes.length === 2 ? 'logistic' : 'softmax',
        classes: classes.length,
        leaves: options.leaves ?? within(table.rows / 200, 4, 31),
        minRows: options.minRows ?? 10,
        weights,
        random: () => request.random.next(),
      };
      const model = await boostStepwise(featuresOf(coding, table), labels, boost, request.signal);
      return {
        classes,
        predict: (found) => boostedPredictions(model, coding.encode(found), found.rows),
        dispose() {},
      };
    },
  };
}

function within(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, Math.round(value)));
}

/** Codes that are read between two chances to stop, some ten milliseconds of work. */
const CODES_AT_ONCE = 2_000_000;

async function boostStepwise(
  features: Features,
  labels: Int32Array,
  options: BoostOptions,
  signal: AbortSignal,
): Promise<BoostedTrees> {
  signal.throwIfAborted();
  const perRound = labels.length * features.columns.length * (options.loss === 'softmax' ? options.classes! : 1);
  const rounds = boostRounds(features, labels, options);
  let read = 0;
  for (let step = rounds.next(); ; step = rounds.next()) {
    if (step.done) return step.value;
    read += perRound;
    if (read < CODES_AT_ONCE) continue;
    read = 0;
    await checkpoint(signal);
  }
}
