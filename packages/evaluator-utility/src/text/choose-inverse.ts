import type { Random } from '@verisim/core';
import { LEAST_VALIDATED, stratifiedFolds } from '../stratified-folds.ts';
import {
  fitSparse,
  type SparseFit,
  type SparseOptions,
  type SparseProblem,
  sparseLogits,
} from './sparse-regression.ts';
import { fitTemperature } from './temperature.ts';

type Unpenalised = Omit<SparseProblem, 'inverse'>;

/** A strength of the penalty and what goes with it. */
export interface ChosenInverse {
  readonly inverse: number;
  /** What to multiply logits by. */
  readonly temperature: number;
  /** Where to begin: probabilities of the dual, from a fit to fewer rows. */
  readonly shares: Float64Array | null;
}

/** Inverse strengths of the penalty, weakest last: each begins where the one before ended. */
const GRID = [0.25, 1, 4, 16] as const;
const FALLBACK = 4;
const FOLDS = 4;
/** Below this one fold of validation rows is too few to choose by: all four validate in turn. */
const SMALL = 2000;

/**
 * Chooses the penalty by weighted log loss on seeded, stratified validation rows of the training table: a quarter of the rows, or each
 * quarter in turn below 2,000 rows. Logits are first scaled by the temperature that is best for these rows, so that a penalty is
 * judged by what it tells apart and not by how far it shrinks. Rows of one group share a fold. Rows of classes with fewer than
 * {@link LEAST_VALIDATED} groups only train; when that leaves fewer than two classes to validate, C = 4 is taken.
 */
export async function chooseInverse(
  problem: Unpenalised,
  groups: Int32Array,
  random: Random,
  options: SparseOptions,
): Promise<ChosenInverse> {
  const { labels, weights, classCount } = problem;
  const folds = stratifiedFolds(labels, groups, FOLDS, random);
  const used = labels.length < SMALL ? FOLDS : 1;
  const validated = labels.map((_, row) => row).filter((row) => folds[row] >= 0 && folds[row] < used);
  const data = {
    labels: validated.map((row) => labels[row]),
    weights: Float64Array.from(validated, (row) => weights[row]),
    classCount,
  };
  if (new Set(data.labels).size < 2) return { inverse: FALLBACK, temperature: 1, shares: null };
  const logits = GRID.map(() => new Float64Array(validated.length * classCount));
  let starts: readonly Float64Array[] = [];
  for (let fold = 0; fold < used; fold++) {
    const places = validated.map((_, i) => i).filter((i) => folds[validated[i]] === fold);
    const path = await fitPath(without(problem, folds, fold), options);
    path.forEach(({ coefficients }, g) => {
      const rows = places.map((i) => validated[i]);
      putRows(sparseLogits(problem.matrix, coefficients, classCount, rows), places, classCount, logits[g]);
    });
    starts = path.map(({ shares }) => shares);
  }
  const fitted = logits.map((found) => fitTemperature(found, data));
  const best = fitted.reduce((top, { loss }, g) => (loss < fitted[top].loss ? g : top), 0);
  return { inverse: GRID[best], temperature: fitted[best].temperature, shares: starts[best] };
}

/** The problem with weight 0 for the rows of a fold. */
function without(problem: Unpenalised, folds: Int8Array, fold: number): Unpenalised {
  return { ...problem, weights: problem.weights.map((weight, row) => (folds[row] === fold ? 0 : weight)) };
}

/** A fit for each penalty of the grid. */
async function fitPath(problem: Unpenalised, options: SparseOptions): Promise<readonly SparseFit[]> {
  const path: SparseFit[] = [];
  for (const inverse of GRID) {
    path.push(await fitSparse({ ...problem, inverse }, options, path.at(-1)?.shares));
  }
  return path;
}

/** Writes rows of `width` numbers to the given places. */
function putRows(rows: Float64Array, places: Int32Array, width: number, target: Float64Array): void {
  places.forEach((place, i) => {
    target.set(rows.subarray(i * width, (i + 1) * width), place * width);
  });
}
