import { type Random, takeRows } from '@verisim/core';
import type { BalancingLearner } from '../balancing-learner.ts';
import { labelledRows } from '../labelled-rows.ts';
import { loadTensorflow, type Tensorflow } from '../load-tensorflow.ts';
import { originalsOf } from '../originals.ts';
import { rowWeights } from '../row-weights.ts';
import { stratifiedFolds } from '../stratified-folds.ts';
import { balancedWeights } from './balanced-weights.ts';
import { rowFamilies } from './row-families.ts';
import { selectColumns } from './select-columns.ts';
import { moveColumns } from './sparse-matrix.ts';
import { type SparseProblem, softmaxInPlace } from './sparse-regression.ts';
import { fitTemperature } from './temperature.ts';
import { fitTextEncoder } from './text-encoder.ts';
import { createNetwork, disposeNetwork, networkLogits, trainNetwork } from './train-network.ts';

/** Options of {@link textNetwork}. */
export interface TextNetworkOptions {
  /** Units of the hidden layer, 64 when left out; 0 = none: logistic regression. */
  readonly hidden?: number;
}

const WIDTH = 4096;
const MOST_PASSES = 60;
const PATIENCE = 5;
const FOLDS = 5;

/**
 * The second opinion on texts: a network of one hidden layer on TensorFlow.js, over the 4,096 columns of {@link fitTextEncoder} that tell classes
 * apart best (see {@link selectColumns}): TensorFlow.js multiplies dense matrices alone. Classes weigh the same in all unless the
 * request has weights. How many passes to train, and the temperature, come from the log loss of a fifth of the training rows. Throws what
 * `textLearner` throws.
 */
export function textNetwork({ hidden = 64 }: TextNetworkOptions = {}): BalancingLearner {
  return {
    name: hidden === 0 ? 'text-linear-network' : 'text-network',
    version: '1',
    balances: true,
    async fit(train, request) {
      const { classes, labels, rows } = labelledRows(train, request.target, 'training');
      const weights = request.weights ? rowWeights(train, request, rows) : balancedWeights(labels, classes.length);
      const table = rows.length === train.rows ? train : takeRows(train, rows);
      const encoder = fitTextEncoder(table, request.target);
      const all = encoder.encode(table);
      const { places, width } = selectColumns(all, labels, weights, classes.length, WIDTH);
      const problem = { matrix: moveColumns(all, places, width), labels, weights, classCount: classes.length };
      const sizes = [width, ...(hidden > 0 ? [hidden] : []), classes.length];
      const { tf } = await loadTensorflow();
      const plan = { sizes, random: request.random, signal: request.signal };
      const chosen = await choosePasses(tf, problem, rowFamilies(table, request.target) ?? originalsOf(table), plan);
      const network = createNetwork(tf, sizes, request.random.fork('weights'));
      const everyone = Int32Array.from(labels.keys());
      const run = { ...chosen, random: request.random.fork('order'), signal: request.signal };
      await trainNetwork(tf, network, { ...problem, rows: everyone }, run);
      return {
        classes,
        predict(found) {
          const matrix = moveColumns(encoder.encode(found), places, width);
          const logits = networkLogits(
            tf,
            network,
            matrix,
            Int32Array.from({ length: found.rows }, (_, row) => row),
          );
          return softmaxInPlace(
            logits.map((logit) => logit * chosen.temperature),
            classes.length,
          );
        },
        dispose: () => disposeNetwork(network),
      };
    },
  };
}

interface Plan {
  readonly sizes: readonly number[];
  readonly random: Random;
  readonly signal: AbortSignal;
}

/** Passes until the log loss of the validation rows has not fallen for five, and the temperature there; 20 and 1 where there is nothing to validate. */
async function choosePasses(
  tf: Tensorflow,
  problem: Omit<SparseProblem, 'inverse'>,
  groups: Int32Array,
  { sizes, random, signal }: Plan,
): Promise<{ readonly passes: number; readonly temperature: number }> {
  const { labels, weights, matrix, classCount } = problem;
  const folds = stratifiedFolds(labels, groups, FOLDS, random.fork('folds'));
  const all = Int32Array.from(labels.keys());
  const [rows, validation] = [all.filter((row) => folds[row] !== 0), all.filter((row) => folds[row] === 0)];
  const data = {
    labels: validation.map((row) => labels[row]),
    weights: Float64Array.from(validation, (row) => weights[row]),
    classCount,
  };
  if (new Set(data.labels).size < 2) return { passes: 20, temperature: 1 };
  let best = { passes: 0, temperature: 1, loss: Number.POSITIVE_INFINITY };
  const network = createNetwork(tf, sizes, random.fork('weights'));
  const afterPass = (pass: number) => {
    const found = fitTemperature(networkLogits(tf, network, matrix, validation), data);
    if (found.loss < best.loss) best = { passes: pass + 1, ...found };
    return pass + 1 < best.passes + PATIENCE;
  };
  try {
    const run = { passes: MOST_PASSES, random: random.fork('order'), signal, afterPass };
    await trainNetwork(tf, network, { ...problem, rows }, run);
  } finally {
    disposeNetwork(network);
  }
  return best;
}
