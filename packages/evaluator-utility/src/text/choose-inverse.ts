import type { Random } from '@verisim/core';
import { LEAST_VALIDATED, stratifiedFolds } from '../stratified-folds.ts';
import { logSumExp } from './softmax-dual.ts';
import { fitSparse, type SparseOptions, type SparseProblem, sparseLogits } from './sparse-regression.ts';

/** Inverse strengths of the penalty, weakest last: each begins where the one before ended. */
const GRID = [1, 4, 16, 64] as const;
const FALLBACK = 4;
const FOLDS = 4;
/** Below this one fold of validation rows is too few to choose by: all four validate in turn. */
const SMALL = 2000;

/**
 * Chooses the penalty by weighted log loss on seeded, stratified validation rows of the training table: a quarter of the rows, or each
 * quarter in turn below 2,000 rows. Rows of one group share a fold. Rows of classes with fewer than {@link LEAST_VALIDATED}
 * groups only train; when that leaves fewer than two classes to validate, C = 4 is taken.
 */
export async function chooseInverse(
  problem: Omit<SparseProblem, 'inverse'>,
  groups: Int32Array,
  random: Random,
  options: SparseOptions,
): Promise<{ readonly inverse: number; readonly shares: Float64Array | null }> {
  const folds = stratifiedFolds(problem.labels, groups, FOLDS, random);
  const validated = new Set(problem.labels.filter((_, row) => folds[row] >= 0));
  if (validated.size < 2) return { inverse: FALLBACK, shares: null };
  const losses = new Float64Array(GRID.length);
  const starts: Float64Array[] = [];
  const used = problem.labels.length < SMALL ? FOLDS : 1;
  for (let fold = 0; fold < used; fold++) {
    const weights = problem.weights.map((weight, row) => (folds[row] === fold ? 0 : weight));
    const validation = [...folds.keys()].filter((row) => folds[row] === fold);
    let shares: Float64Array | null = null;
    for (const [g, inverse] of GRID.entries()) {
      const fit = await fitSparse({ ...problem, weights, inverse }, options, shares);
      shares = fit.shares;
      starts[g] = fit.shares;
      losses[g] += validationLoss(problem, fit.coefficients, validation);
    }
  }
  const best = losses.indexOf(Math.min(...losses));
  return { inverse: GRID[best], shares: starts[best] };
}

/** Weighted cross-entropy, in nats, of the rows of a fold. */
function validationLoss(
  { matrix, labels, weights, classCount }: Omit<SparseProblem, 'inverse'>,
  coefficients: Float64Array,
  rows: readonly number[],
): number {
  const logits = sparseLogits(matrix, coefficients, classCount, rows);
  return rows.reduce((sum, row, i) => {
    const own = logits.subarray(i * classCount, (i + 1) * classCount);
    return sum + weights[row] * (logSumExp(own) - own[labels[row]]);
  }, 0);
}
