import { choleskyFactor, choleskySolve } from './cholesky.ts';
import { crossEntropy, type Labelled } from './cross-entropy.ts';
import type { Design } from './design.ts';
import { type Evaluated, type Minimum, minimise } from './lbfgs.ts';
import { minimiseTogether } from './minimise-together.ts';

/**
 * One logistic regression to be fitted: minimise sum(weight * cross-entropy) / sum(weight) + ridge / 2 * |coefficients|^2, the
 * intercepts (first column) not penalised. Coefficients lie class after class, for two classes class 1 alone.
 */
export interface RegressionProblem extends Labelled {
  readonly ridge: number;
  readonly start?: Float64Array;
}

/** How exact a fit must be. */
export interface RegressionOptions {
  /** Largest entry of the mean gradient at the end. */
  readonly tolerance: number;
  readonly maxIterations: number;
  readonly signal: AbortSignal;
}

const WIDEST_PRECONDITIONER = 600;
const JITTER = 1e-3;

/** Rows of coefficients for so many classes. */
export function coefficientRows(classCount: number): number {
  return classCount === 2 ? 1 : classCount;
}

/**
 * Fits several regressions on one design in lockstep by L-BFGS. `gram` = X'X / rows preconditions it: times p (1 - p) it is
 * the Hessian at the null model (cf. Böhning 1992, Annals of the Institute of Statistical Mathematics 44, whose bound has 1/4).
 */
export async function fitRegressions(
  design: Design,
  gram: Float32Array | null,
  problems: readonly RegressionProblem[],
  options: RegressionOptions,
): Promise<readonly Minimum[]> {
  const totals = problems.map(({ weights }) => weights.reduce((sum, weight) => sum + weight, 0));
  const runs = problems.map((problem, i) =>
    minimise(problem.start ?? nullModel(problem, design.width, totals[i]), {
      ...options,
      precondition: preconditioner(gram, problem, design.width, totals[i]),
    }),
  );
  const evaluate = (points: readonly Float64Array[], which: readonly number[]) =>
    evaluateTogether(
      design,
      points,
      which.map((p) => problems[p]),
      which.map((p) => totals[p]),
    );
  return minimiseTogether(runs, evaluate, options.signal);
}

function evaluateTogether(
  design: Design,
  points: readonly Float64Array[],
  problems: readonly RegressionProblem[],
  totals: readonly number[],
): readonly Evaluated[] {
  const { rows, width } = design;
  const lines = points.reduce((sum, point) => sum + point.length / width, 0);
  const stacked = new Float32Array(lines * width);
  let at = 0;
  for (const point of points) {
    stacked.set(point, at);
    at += point.length;
  }
  const logits = design.logits(stacked, lines);
  const residuals = new Float32Array(lines * rows);
  let line = 0;
  const losses = problems.map((problem) => {
    const loss = crossEntropy(problem, logits, residuals, line * rows);
    line += coefficientRows(problem.classCount);
    return loss;
  });
  const gradients = design.gradients(residuals, lines);
  let from = 0;
  return points.map((point, i) => {
    const gradient = new Float64Array(point.length);
    for (let j = 0; j < gradient.length; j++) gradient[j] = gradients[from + j] / totals[i];
    from += point.length;
    return { loss: losses[i] / totals[i] + addPenalty(point, gradient, problems[i].ridge, width), gradient };
  });
}

function addPenalty(point: Float64Array, gradient: Float64Array, ridge: number, width: number): number {
  let square = 0;
  for (let j = 0; j < point.length; j++) {
    if (j % width === 0) continue;
    square += point[j] * point[j];
    gradient[j] += ridge * point[j];
  }
  return (ridge / 2) * square;
}

function classShares({ labels, weights, classCount }: Labelled, total: number): Float64Array {
  const shares = new Float64Array(classCount);
  for (let i = 0; i < labels.length; i++) shares[labels[i]] += weights[i] / total;
  return shares;
}

/** Intercepts that predict the class shares, all else 0. */
function nullModel(problem: RegressionProblem, width: number, total: number): Float64Array {
  const shares = classShares(problem, total).map((share) => Math.max(share, 1e-9));
  const point = new Float64Array(coefficientRows(problem.classCount) * width);
  if (problem.classCount === 2) point[0] = Math.log(shares[1] / shares[0]);
  else for (let k = 0; k < problem.classCount; k++) point[k * width] = Math.log(shares[k]);
  return point;
}

function preconditioner(
  gram: Float32Array | null,
  problem: RegressionProblem,
  width: number,
  total: number,
): ((gradient: Float64Array) => Float64Array) | undefined {
  if (gram === null || width > WIDEST_PRECONDITIONER) return undefined;
  const shares = classShares(problem, total);
  const used = problem.classCount === 2 ? shares.subarray(1) : shares;
  const factors = Array.from(used, (share) => {
    const curvature = Math.max(share * (1 - share), 1e-3);
    const hessian = new Float64Array(gram.length);
    for (let j = 0; j < gram.length; j++) hessian[j] = gram[j] * curvature;
    for (let j = 0; j < width; j++) hessian[j * width + j] += JITTER * curvature + (j === 0 ? 0 : problem.ridge);
    return choleskyFactor(hessian, width);
  });
  return (gradient) => {
    const solved = gradient.slice();
    for (const [k, factor] of factors.entries()) {
      choleskySolve(factor, width, solved.subarray(k * width, (k + 1) * width));
    }
    return solved;
  };
}
