import { type CodedColumn, type Context, checkpoint, columnOf, type Random, type Table } from '@verisim/core';
import type { Metric, MetricName, Scorer, Slice } from '@verisim/evaluator-utility';

/** A way of training on real rows. */
export type BaselineArm = 'real-only' | 'class-weighted';

/** A score with its 95 % interval; `slice` is `null` for all rows. */
export interface BaselineScore {
  readonly arm: BaselineArm;
  readonly metric: MetricName;
  readonly slice: string | null;
  readonly rows: number;
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** Probabilities per repeat, `rows * levels`. */
export interface ScoredArm {
  readonly arm: BaselineArm;
  readonly predictions: readonly Float64Array[];
}

/** What to score. */
export interface ScoreArmsRequest {
  readonly train: Table;
  readonly target: string;
  readonly arms: readonly ScoredArm[];
  readonly metrics: readonly Metric[];
  readonly slices: readonly (Slice | null)[];
  readonly resamples: number;
}

/**
 * Means over repeats, with percentile intervals of a bootstrap of the rows within each class (Efron & Tibshirani 1993), a row
 * of each class that was not seen added as `Metric.unseen` describes. Of two classes the rarer one is positive.
 */
export async function scoreArms(request: ScoreArmsRequest, ctx: Context): Promise<readonly BaselineScore[]> {
  const { codes, levels } = columnOf(request.train, request.target) as CodedColumn;
  const order = byFrequency(codes, levels.length);
  const classes = codes.map((code) => order.indexOf(code));
  const items = request.arms.flatMap(({ arm, predictions }) => {
    const ordered = predictions.map((probabilities) => reordered(probabilities, order, levels.length));
    return request.metrics.flatMap((metric) =>
      request.slices.map((slice) => {
        const data = { classes, classCount: order.length, ...(slice && { subset: slice.rows }) };
        return {
          arm,
          metric,
          slice,
          scorers: ordered.map((probabilities) => metric.prepare({ probabilities, ...data })),
        };
      }),
    );
  });
  const replicates = await resample(items, classes, request.resamples, ctx);
  const random = ctx.random.fork('unseen');
  const noise = Float64Array.from({ length: request.resamples }, () => random.normal());
  return items.map(({ arm, metric, slice, scorers }, i) => {
    const rows = slice?.rows ?? codes.keys();
    const counts = new Int32Array(order.length);
    for (const row of rows) counts[classes[row]]++;
    const unseen = metric.unseen(counts);
    const value = mean(scorers);
    const sorted = replicates[i].map((score, r) => score + unseen * noise[r]).filter((score) => !Number.isNaN(score));
    const [low, high] = bounds(sorted.sort(), metric.range);
    return {
      arm,
      metric: metric.name,
      slice: slice?.name ?? null,
      rows: slice?.rows.length ?? codes.length,
      value,
      low,
      high,
    };
  });
}

/** The codes that occur, the most frequent first. */
export function byFrequency(codes: Int32Array, levels: number): readonly number[] {
  const counts = new Int32Array(levels);
  for (const code of codes) counts[code]++;
  return [...counts.keys()].filter((code) => counts[code] > 0).sort((a, b) => counts[b] - counts[a] || a - b);
}

/** Probabilities by row in the order of {@link byFrequency}. */
export function reordered(probabilities: Float64Array, order: readonly number[], levels: number): Float64Array {
  const rows = probabilities.length / levels;
  const moved = new Float64Array(rows * order.length);
  for (let row = 0; row < rows; row++)
    for (const [k, code] of order.entries()) moved[row * order.length + k] = probabilities[row * levels + code];
  return moved;
}

function mean(scorers: readonly Scorer[], weights?: Float64Array): number {
  return scorers.reduce((sum, scorer) => sum + scorer(weights), 0) / scorers.length;
}

async function resample(
  items: readonly { readonly scorers: readonly Scorer[] }[],
  classes: Int32Array,
  resamples: number,
  ctx: Context,
): Promise<readonly Float64Array[]> {
  const results = items.map(() => new Float64Array(resamples));
  const draw = weightDrawer(classes, ctx.random.fork('rows'));
  for (let r = 0; r < resamples; r++) {
    if (r % 50 === 0) await checkpoint(ctx.signal);
    const weights = draw();
    for (const [i, { scorers }] of items.entries()) results[i][r] = mean(scorers, weights);
  }
  return results;
}

/** How often each row is drawn with replacement within its class; every call overwrites the last. */
export function weightDrawer(classes: Int32Array, random: Random): () => Float64Array {
  const members = [...new Set(classes)].sort().map((k) => [...classes.keys()].filter((row) => classes[row] === k));
  const weights = new Float64Array(classes.length);
  return () => {
    weights.fill(0);
    for (const rows of members) for (let i = 0; i < rows.length; i++) weights[rows[random.int(0, rows.length)]]++;
    return weights;
  };
}

/** The 2.5th and 97.5th percentile, within what a metric can be; all of that when there is nothing to go by. */
export function bounds(sorted: Float64Array, [least, most]: readonly [number, number]): readonly [number, number] {
  if (sorted.length === 0) return [least, most];
  const at = (p: number) => sorted[Math.round(p * (sorted.length - 1))];
  return [Math.max(least, at(0.025)), Math.min(most, at(0.975))];
}
