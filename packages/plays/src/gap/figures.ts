import { studentQuantile, studentTail } from '@verisim/statistics';
import type { JudgedRows } from './judged-rows.ts';

/** An estimate with its standard error and the degrees of freedom of that. */
export interface Figure {
  readonly value: number;
  readonly error: number;
  readonly degrees: number;
}

/** A way in which a model can be worse for some rows than for others. */
export interface Criterion {
  readonly name: string;
  readonly better: 'higher' | 'lower';
  readonly range: readonly [number, number];
  /** The figure of rows in ascending order of score; `null` when they are too few to judge. */
  figure(judged: JudgedRows, rows: Int32Array): Figure | null;
  /** The figure within groups of rows, over all groups large enough: what a slice is held against, the groups being others cut like it. */
  within(judged: JudgedRows, groups: readonly Int32Array[]): Figure | null;
}

/** Fewer rows, or fewer of each of two classes, are not judged. Those of `slicesOf`, for one half of the rows. */
export const leastJudged = { rows: 25, ofClass: 10 } as const;

/** Two standard deviations of chance, for the share of the other class below a row that no row was seen of. */
const UNIFORM_VARIANCE = 1 / 12;

/**
 * ROC AUC within the rows, by placements (DeLong, DeLong & Clarke-Pearson 1988, Biometrics 44); one unseen row of each class is
 * added to the variance, as the intervals of lifts do. For two classes.
 */
export const rankCriterion: Criterion = {
  name: 'roc-auc',
  better: 'higher',
  range: [0, 1],
  figure(judged, rows) {
    const { truth, score } = judged;
    let positives = 0;
    for (const row of rows) positives += truth[row];
    const negatives = rows.length - positives;
    if (rows.length < leastJudged.rows || Math.min(positives, negatives) < leastJudged.ofClass) return null;
    return rankFigure(truth, score, rows, positives, negatives);
  },
  within({ truth, score }, groups) {
    let [weights, value, variance, degrees] = [0, 0, 0, 0];
    for (const rows of groups) {
      let positives = 0;
      for (const row of rows) positives += truth[row];
      const negatives = rows.length - positives;
      if (Math.min(positives, negatives) < LEAST_OF_GROUP) continue;
      const own = rankFigure(truth, score, rows, positives, negatives);
      const weight = positives * negatives;
      weights += weight;
      value += weight * own.value;
      variance += (weight * own.error) ** 2;
      degrees += own.degrees;
    }
    return weights === 0 ? null : { value: value / weights, error: Math.sqrt(variance) / weights, degrees };
  },
};

/** Smaller groups say nothing of themselves, and little together. */
const LEAST_OF_GROUP = 3;

function rankFigure(
  truth: Int32Array,
  score: Float64Array,
  rows: Int32Array,
  positives: number,
  negatives: number,
): Figure {
  const sums = placementSums(truth, score, rows, positives, negatives);
  const auc = sums.above / positives;
  const variance = (square: number, n: number) => Math.max(0, square - n * auc * auc) / (n - 1) / n;
  const [a, b] = [variance(sums.aboveSquares, positives), variance(sums.belowSquares, negatives)];
  const unseen = UNIFORM_VARIANCE * (1 / positives ** 2 + 1 / negatives ** 2);
  const degrees = a + b > 0 ? (a + b) ** 2 / (a ** 2 / (positives - 1) + b ** 2 / (negatives - 1)) : rows.length - 2;
  return { value: auc, error: Math.sqrt(a + b + unseen), degrees };
}

/** Sums over positives of the share of negatives below, over negatives of the share of positives above, and of their squares. */
function placementSums(
  truth: Int32Array,
  score: Float64Array,
  rows: Int32Array,
  positives: number,
  negatives: number,
): { above: number; aboveSquares: number; belowSquares: number } {
  const sums = { above: 0, aboveSquares: 0, belowSquares: 0 };
  let [seenPositives, seenNegatives] = [0, 0];
  for (let at = 0; at < rows.length; ) {
    let [end, tied] = [at, 0];
    while (end < rows.length && score[rows[end]] === score[rows[at]]) tied += truth[rows[end++]];
    const tiedNegatives = end - at - tied;
    const above = (seenNegatives + tiedNegatives / 2) / negatives;
    const below = (positives - seenPositives - tied / 2) / positives;
    sums.above += tied * above;
    sums.aboveSquares += tied * above * above;
    sums.belowSquares += tiedNegatives * below * below;
    seenPositives += tied;
    seenNegatives += tiedNegatives;
    at = end;
  }
  return sums;
}

/**
 * Log loss as a share of what the class shares of the same rows alone would cost: 0 = every row known, 1 = no more known than the
 * shares (1 - McFadden's R2, 1974). Its error is that of a ratio, linearised; the shares are at their optimum and add nothing.
 */
export const relativeLossCriterion: Criterion = {
  name: 'relative-log-loss',
  better: 'lower',
  range: [0, Number.POSITIVE_INFINITY],
  figure(judged, rows) {
    const counts = classCounts(judged, rows);
    const learnable = counts.filter((count) => count >= leastJudged.ofClass).length >= 2;
    return rows.length < leastJudged.rows || !learnable ? null : relativeLoss(judged, [rows]);
  },
  within(judged, groups) {
    const known = groups.filter(
      (rows) => classCounts(judged, rows).filter((count) => count >= LEAST_OF_GROUP).length >= 2,
    );
    return known.length === 0 ? null : relativeLoss(judged, known);
  },
};

function classCounts({ truth, classes }: JudgedRows, rows: Int32Array): Int32Array {
  const counts = new Int32Array(classes.length);
  for (const row of rows) counts[truth[row]]++;
  return counts;
}

function relativeLoss(judged: JudgedRows, groups: readonly Int32Array[]): Figure {
  const { loss, truth } = judged;
  const rows = concat(groups);
  const cost = new Float64Array(rows.length);
  let [at, lost, known] = [0, 0, 0];
  for (const group of groups) {
    const counts = classCounts(judged, group);
    for (const row of group) {
      cost[at] = -Math.log(counts[truth[row]] / group.length);
      lost += loss[row];
      known += cost[at++];
    }
  }
  const value = lost / known;
  const scale = rows.length / known;
  const { error, degrees } = meanFigure(Int32Array.from(rows.keys()), (i) => (loss[rows[i]] - value * cost[i]) * scale);
  return { value, error, degrees };
}

function concat(groups: readonly Int32Array[]): Int32Array {
  const all = new Int32Array(groups.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const group of groups) {
    all.set(group, at);
    at += group.length;
  }
  return all;
}

/** Log loss beyond what the model itself expects, in nats per row: above 0 where it is surer than it is right. */
export const surpriseCriterion: Criterion = {
  name: 'surprise',
  better: 'lower',
  range: [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY],
  figure({ loss, expected }, rows) {
    return rows.length < leastJudged.rows ? null : meanFigure(rows, (row) => loss[row] - expected[row]);
  },
  within(judged, groups) {
    return surpriseCriterion.figure(judged, concat(groups));
  },
};

/** A mean with its standard error. */
export function meanFigure(rows: Int32Array, of: (row: number) => number): Figure {
  let mean = 0;
  for (const row of rows) mean += of(row);
  mean /= rows.length;
  let squares = 0;
  for (const row of rows) squares += (of(row) - mean) ** 2;
  const degrees = rows.length - 1;
  return { value: mean, error: Math.sqrt(squares / degrees / rows.length), degrees };
}

/** How much worse one figure is than another of other rows. */
export interface Contrast {
  /** Above 0 is worse. */
  readonly difference: number;
  readonly error: number;
  /** One-sided p of it being worse by no more than the margin (Welch 1947). */
  readonly p: number;
}

/** Holds a figure against another one of disjoint rows. */
export function contrast({ better }: Pick<Criterion, 'better'>, here: Figure, there: Figure, margin: number): Contrast {
  const difference = better === 'higher' ? there.value - here.value : here.value - there.value;
  const [a, b] = [here.error ** 2, there.error ** 2];
  const error = Math.sqrt(a + b);
  if (error === 0) return { difference, error, p: difference > margin ? 0 : 1 };
  const degrees = (a + b) ** 2 / (a ** 2 / Math.max(1, here.degrees) + b ** 2 / Math.max(1, there.degrees));
  return { difference, error, p: studentTail((difference - margin) / error, degrees) };
}

/** The 95 % interval of a figure, within what it can be. */
export function figureInterval(
  { value, error, degrees }: Figure,
  [least, most]: readonly [number, number],
): {
  readonly value: number;
  readonly low: number;
  readonly high: number;
} {
  const half = studentQuantile(0.025, Math.max(1, degrees)) * error;
  return { value, low: Math.max(least, value - half), high: Math.min(most, value + half) };
}
