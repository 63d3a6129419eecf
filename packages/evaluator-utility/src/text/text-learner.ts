import { takeRows } from '@verisim/core';
import type { BalancingLearner } from '../balancing-learner.ts';
import { labelledRows } from '../labelled-rows.ts';
import { originalsOf } from '../originals.ts';
import { rowWeights } from '../row-weights.ts';
import { balancedWeights } from './balanced-weights.ts';
import { chooseInverse } from './choose-inverse.ts';
import { rowFamilies } from './row-families.ts';
import { fitSparse, type SparseOptions, softmaxInPlace, sparseLogits } from './sparse-regression.ts';
import { fitTextEncoder } from './text-encoder.ts';

/** Exact enough to choose by, and to predict with. */
const TO_CHOOSE = { tolerance: 3e-3, mostPasses: 30 };
const TO_PREDICT = { tolerance: 1e-3, mostPasses: 100 };

/**
 * The strong baseline for texts: multinomial logistic regression with an L2 penalty on TF-IDF of hashed word and character n-grams
 * beside the other features (see {@link fitTextEncoder}), in plain JavaScript: TensorFlow.js has no sparse matrix product, and these
 * matrices have some 200 entries in 40,000 columns. Classes weigh the same in all unless the request has weights. The penalty is chosen
 * by the log loss of validation rows (see {@link chooseInverse}). Chance enters by the deal of these and by the order of rows. Rows
 * without a target value are left out. Throws `evaluator-utility/target-missing`, `/target-not-classes`, `/one-class`,
 * `/no-features`, `/bad-weights` and `/too-much-text`.
 */
export const textLearner: BalancingLearner = {
  name: 'text-regression',
  version: '1',
  balances: true,
  async fit(train, request) {
    const { classes, labels, rows } = labelledRows(train, request.target, 'training');
    const weights = request.weights ? rowWeights(train, request, rows) : balancedWeights(labels, classes.length);
    const table = rows.length === train.rows ? train : takeRows(train, rows);
    const encoder = fitTextEncoder(table, request.target);
    const problem = { matrix: encoder.encode(table), labels, weights, classCount: classes.length };
    const { random, signal } = request;
    const ask = (label: string, exact: typeof TO_CHOOSE): SparseOptions => ({
      ...exact,
      random: random.fork(label),
      signal,
    });
    const groups = rowFamilies(table, request.target) ?? originalsOf(table);
    const { inverse, shares, temperature } = await chooseInverse(
      problem,
      groups,
      random.fork('folds'),
      ask('choice', TO_CHOOSE),
    );
    const { coefficients } = await fitSparse({ ...problem, inverse }, ask('fit', TO_PREDICT), shares);
    const scaled = coefficients.map((coefficient) => coefficient * temperature);
    return {
      classes,
      predict: (found) => softmaxInPlace(sparseLogits(encoder.encode(found), scaled, classes.length), classes.length),
      dispose() {},
    };
  },
};
