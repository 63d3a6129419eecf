import { type Context, checkpoint, type Random } from '@verisim/core';
import { smallSample } from './interval.ts';
import type { Metric } from './metrics.ts';

/** What the smallest lift that a holdout can show is worked out from. Nothing of it is the holdout. */
export interface PowerRequest {
  readonly metric: Metric;
  /** Class of each row, a position among `classCount`. */
  readonly classes: Int32Array;
  readonly classCount: number;
  /** Probabilities of every row by a model that did not see it, `rows * classCount`. */
  readonly model: Float64Array;
  /** The same by models trained on as many rows drawn again: one per training seed of a lift, whose scores are averaged. */
  readonly others: readonly Float64Array[];
  /** Rows of each class in the holdout, known or expected. */
  readonly holdout: ArrayLike<number>;
  /** Default 500. */
  readonly resamples?: number;
}

/** How small a lift a holdout can show. */
export interface Power {
  /** The smallest true lift whose 95 % interval lies above 0 four times out of five. */
  readonly lift: number;
  /** Standard error of a lift on such a holdout, over its rows. */
  readonly error: number;
  /** Half the width of its 95 % interval. */
  readonly half: number;
}

const NORMAL_975 = 1.959963984540054;
const NORMAL_80 = 0.8416212335729143;

/**
 * The minimum detectable lift at 80 % power. Holdouts of the given size are drawn, with replacement within each class, from rows whose two
 * predictions are out of fold; the paired difference of the scores varies from draw to draw by the standard error e. The interval of a lift is
 * h = 1.96 e to either side, widened as {@link smallSample} says, and a true lift of h + .84 e lies above it four times in five
 * (normal approximation; Cohen 1988, chapter 2). How much two models disagree row by row is what matters: `others` disagree with
 * `model` as models do whose training rows are another sample, and as with a lift the scores of several are averaged. Where boosted trees
 * learned from 300 rows and as many or three times as many fresh ones, a lift of that size was found in 68 to 96 of 100 holdouts, 84 on average.
 */
export async function minimumDetectableLift(request: PowerRequest, ctx: Context): Promise<Power> {
  const { metric, classes, classCount, holdout, resamples = 500 } = request;
  const random = ctx.random.fork('power');
  const prepare = (probabilities: Float64Array) => metric.prepare({ probabilities, classes, classCount });
  const model = prepare(request.model);
  const others = request.others.map(prepare);
  const draw = holdoutDrawer(classes, holdout, random.fork('rows'));
  const differences: number[] = [];
  for (let r = 0; r < resamples; r++) {
    if (r % 50 === 0) await checkpoint(ctx.signal);
    const weights = draw();
    differences.push(meanOf(others.map((other) => other(weights))) - model(weights));
  }
  const error = Math.sqrt(variance(differences));
  const { expansion, unseen } = smallSample(metric, holdout, new Float64Array());
  const half = NORMAL_975 * Math.hypot(expansion * error, unseen);
  return { lift: half + NORMAL_80 * error, error, half };
}

/** How often each row is drawn with replacement, so many of each class; every call overwrites the last. */
function holdoutDrawer(classes: Int32Array, counts: ArrayLike<number>, random: Random): () => Float64Array {
  const members = Array.from(counts, (_, k) =>
    Int32Array.from([...classes.keys()].filter((row) => classes[row] === k)),
  );
  const weights = new Float64Array(classes.length);
  return () => {
    weights.fill(0);
    for (const [k, rows] of members.entries())
      for (let i = 0; rows.length > 0 && i < counts[k]; i++) weights[rows[random.int(0, rows.length)]]++;
    return weights;
  };
}

function variance(values: readonly number[]): number {
  const finite = values.filter(Number.isFinite);
  const centre = meanOf(finite);
  return meanOf(finite.map((value) => (value - centre) ** 2));
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
