import { addTrees } from './add-trees.ts';
import { predictionsOf } from './boost-loss.ts';
import type { BoostedTrees } from './boosted-trees.ts';
import { badBoosting } from './errors.ts';

/**
 * Margins of rows, row after row: `rows * outputs` values, log-odds for `logistic`. About 3 ns per row, tree and level.
 *
 * @param columns the training features, in the same order and codes; codes never seen go with the larger side of a split
 * @param rows default: all rows of the first column
 * @throws `decision-trees/bad-boosting` when there are not as many columns as in training
 */
export function boostedMargins(
  model: BoostedTrees,
  columns: readonly Uint8Array[],
  rows: number = columns[0]?.length ?? 0,
): Float64Array {
  if (columns.length !== model.features) {
    const what = `the trees were grown on ${model.features} features and are given ${columns.length}`;
    throw badBoosting(what, 'Give the training features in the same order.');
  }
  const margins = new Float64Array(rows * model.outputs);
  for (let i = 0; i < margins.length; i++) margins[i] = model.base[i % model.outputs];
  addTrees(model, model.roots, columns, margins, model.outputs, 0);
  return margins;
}

/**
 * Predictions of rows, row after row: for `logistic` the probabilities of classes 0 and 1, for `softmax` those of all classes, for
 * `squared` one number. Arguments and errors as in {@link boostedMargins}.
 */
export function boostedPredictions(
  model: BoostedTrees,
  columns: readonly Uint8Array[],
  rows: number = columns[0]?.length ?? 0,
): Float64Array {
  const margins = boostedMargins(model, columns, rows);
  predictionsOf(model.loss, model.outputs, margins, margins);
  if (model.loss !== 'logistic') return margins;
  const both = new Float64Array(2 * rows);
  for (let i = 0; i < rows; i++) {
    both[2 * i] = 1 - margins[i];
    both[2 * i + 1] = margins[i];
  }
  return both;
}
