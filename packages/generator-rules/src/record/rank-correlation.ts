import type { Distribution } from './distribution.ts';
import { fromScores } from './normal-scores.ts';
import { normalBelow } from './special-functions.ts';

const TERMS = 60;
const REACH = 8;
const STEP = 0.005;

/** How high a variable stands in its own distribution, as a series in normalised Hermite polynomials of its normal score. */
export interface Grades {
  /** Coefficients from the first polynomial on. */
  readonly coefficients: Float64Array;
  readonly variance: number;
  readonly smooth: boolean;
}

/** The grades of a distribution: ties share the middle of their ranks, as in Spearman's coefficient. */
export function gradesOf(of: Distribution): Grades {
  const coefficients = new Float64Array(TERMS);
  const smooth = of.form === 'smooth';
  const grade = smooth ? normalBelow : tiedGrades(of);
  let variance = 0;
  for (let z = -REACH + STEP / 2; z < REACH; z += STEP) {
    const mass = (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * STEP;
    const own = grade(z) - 0.5;
    variance += mass * own * own;
    let [before, now] = [1, z];
    for (let k = 1; k <= TERMS; k++) {
      coefficients[k - 1] += mass * own * now;
      [before, now] = [now, (z * now - Math.sqrt(k) * before) / Math.sqrt(k + 1)];
    }
  }
  return { coefficients, variance, smooth };
}

function tiedGrades(of: Distribution): (score: number) => number {
  const value = fromScores(of);
  return (score) => {
    const x = value(score);
    const before = of.form === 'steps' ? x - 1 : x - 1e-9 * Math.max(1, Math.abs(x));
    return (of.below(before) + of.below(x)) / 2;
  };
}

/** Spearman's coefficient of two variables whose normal scores have the correlation `r`. */
export function rankCorrelation(a: Grades, b: Grades, r: number): number {
  if (a.smooth && b.smooth) return (6 / Math.PI) * Math.asin(r / 2);
  let sum = 0;
  let power = r;
  for (let k = 0; k < TERMS; k++, power *= r) sum += a.coefficients[k] * b.coefficients[k] * power;
  return sum / Math.sqrt(a.variance * b.variance);
}

/**
 * The correlation of normal scores that gives two variables a rank correlation; 2 sin(pi rho / 6) where both are smooth (Pearson 1907), solved for where ties
 * weaken it. `null` where ties allow no such correlation.
 */
export function scoreCorrelation(a: Grades, b: Grades, rank: number): number | null {
  if (a.smooth && b.smooth) return 2 * Math.sin((Math.PI * rank) / 6);
  if (a.variance === 0 || b.variance === 0) return rank === 0 ? 0 : null;
  let [low, high] = [-0.999, 0.999];
  if (rank < rankCorrelation(a, b, low) || rank > rankCorrelation(a, b, high)) return null;
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    if (rankCorrelation(a, b, middle) < rank) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
