import { type Context, concatTables, type Learner, quietContext, shuffle, type Table, takeRows } from '@verisim/core';
import {
  asClassTarget,
  bootstrapScores,
  type MetricName,
  metricOf,
  type Paired,
  pairedDifference,
  type Scorer,
  smallSample,
} from '@verisim/evaluator-utility';
import { countClasses, orderedClasses } from '../class-order.ts';
import { stratifiedFolds } from '../folds.ts';
import { predictLevels } from '../predict-levels.ts';
import { correctedHalfWidth } from '../sweep/corrected-interval.ts';
import { noisyLabels, timesNoise } from './noisy-labels.ts';

/** How sensitive a model is to a source's wrong labels. */
export interface SensitivityRequest {
  /** Real rows with their real labels. */
  readonly train: Table;
  readonly target: string;
  readonly learner: Learner;
  readonly metric: MetricName;
  /** P(source says column | real class is row) over `classes`, row-major; of `labelSourceNoise`. */
  readonly noise: { readonly classes: readonly string[]; readonly transition: Float64Array };
  /** How many times the noise; 0, 1 and 2 when left out. */
  readonly times?: readonly number[];
  /** Share of the training rows whose labels come from the source, in (0, 1); two thirds when left out. */
  readonly share?: number;
  readonly folds?: number;
  readonly seeds?: number;
  readonly resamples?: number;
}

/** A point of the curve. */
export interface SensitivityPoint {
  readonly times: number;
  /** Share of the source's labels that are wrong there. */
  readonly wrong: number;
  /** With the source's rows minus without them, oriented so that positive is better. */
  readonly lift: Paired;
  /** The lift minus that of labels without an error. */
  readonly cost: Paired;
}

/** The curve. Plain data. */
export interface Sensitivity {
  readonly metric: MetricName;
  readonly learner: string;
  readonly rows: number;
  readonly share: number;
  readonly folds: number;
  readonly seeds: number;
  readonly points: readonly SensitivityPoint[];
}

/**
 * The lift of a source's rows at 0, 1 and 2 times its label noise. Within each fold some of the real rows stand for rows that the source labelled:
 * their labels are drawn from the source's transition, class by class, times 0, 1, 2, and a model is trained on the other real rows with and
 * without them, and scored on real rows with real labels. The question is what wrong labels do, so everything but the labels is right. Bands are 95 %,
 * paired over rows and seeds, no narrower than the corrected resampled t of Nadeau & Bengio; they do not hold the uncertainty of the rate itself. Throws
 * `plays/too-few-rows` and what the learner throws.
 */
export async function labelNoiseSensitivity(request: SensitivityRequest, ctx: Context): Promise<Sensitivity> {
  const { target, learner, share = 2 / 3, folds = 5, seeds = 3, resamples = 1000 } = request;
  const times = [...new Set([0, ...(request.times ?? [0, 1, 2])])].sort((a, b) => a - b);
  const table = labelled(asClassTarget(request.train, target, 'training'), target);
  const { classes, truth } = orderedClasses(table, target);
  const arms = times.length + 1;
  const found: Trained[] = [];
  for (let seed = 0; seed < seeds; seed++) {
    const random = ctx.random.fork(`seed:${seed}`);
    const split = stratifiedFolds(table, target, folds, random.fork('folds'));
    for (const [f, { train, validation }] of split.entries()) {
      ctx.signal.throwIfAborted();
      const local = { ...quietContext(ctx), random: random.fork(`fold:${f}`) };
      const parts = partsOf(table, train, truth, share, local);
      const place = { seed, rows: validation, validation: takeRows(table, validation) };
      found.push(await trainFold({ ...request, times, classes }, parts, place, local));
      ctx.progress({ done: found.length * arms, total: seeds * folds * arms, note: 'models of the label-noise curve' });
    }
  }
  const data = { truth, classCount: classes.length, folds, seeds, resamples };
  const compare = await comparer(found, arms, data, metricOf(request.metric), ctx);
  const points = times.map((time, i): SensitivityPoint => {
    const [wrong, rows] = found.reduce(([w, n], fold) => [w + fold.wrong[i], n + fold.sourced], [0, 0]);
    return { times: time, wrong: wrong / rows, lift: compare(i + 1, 0), cost: compare(i + 1, 1) };
  });
  return { metric: request.metric, learner: learner.name, rows: table.rows, share, folds, seeds, points };
}

interface Trained {
  readonly seed: number;
  readonly rows: Int32Array;
  /** Probabilities per arm: real rows alone, then each multiple of the noise. */
  readonly arms: readonly Float64Array[];
  readonly wrong: readonly number[];
  readonly sourced: number;
}

async function trainFold(
  request: SensitivityRequest & { readonly times: readonly number[]; readonly classes: readonly string[] },
  { real, sourced }: { readonly real: Table; readonly sourced: Table },
  place: { readonly seed: number; readonly rows: Int32Array; readonly validation: Table },
  ctx: Context,
): Promise<Trained> {
  const { target, learner, noise, times, classes } = request;
  const predict = (table: Table) => predictLevels({ table, target, learner, on: place.validation, classes }, ctx);
  const arms = [await predict(real)];
  const wrong: number[] = [];
  for (const time of times) {
    const transition = timesNoise(noise.transition, noise.classes.length, time);
    const noisy = noisyLabels(sourced, target, { ...noise, transition }, ctx.random.fork('labels'));
    wrong.push(noisy.wrong);
    arms.push(await predict(concatTables([real, noisy.table])));
  }
  return { seed: place.seed, rows: place.rows, arms, wrong, sourced: sourced.rows };
}

/** Of each class the share that the source is to label. */
function partsOf(table: Table, train: Int32Array, truth: Int32Array, share: number, ctx: Context) {
  const order = shuffle(train.slice(), ctx.random.fork('source'));
  const seen = new Map<number, number>();
  const total = countClasses(
    train.map((row) => truth[row]),
    Math.max(...truth) + 1,
  );
  const isReal = (row: number) => {
    const k = truth[row];
    const before = seen.get(k) ?? 0;
    seen.set(k, before + 1);
    return before < Math.max(1, Math.round((1 - share) * total[k]));
  };
  const real = order.filter(isReal).sort();
  const kept = new Set(real);
  return {
    real: takeRows(table, real),
    sourced: takeRows(
      table,
      train.filter((row) => !kept.has(row)),
    ),
  };
}

interface Scored {
  readonly truth: Int32Array;
  readonly classCount: number;
  readonly folds: number;
  readonly seeds: number;
  readonly resamples: number;
}

/** Paired differences of arms, pooled over folds. */
async function comparer(
  found: readonly Trained[],
  arms: number,
  { truth, classCount, folds, seeds, resamples }: Scored,
  metric: ReturnType<typeof metricOf>,
  ctx: Context,
): Promise<(first: number, second: number) => Paired> {
  const pooled = Array.from({ length: arms }, (_, arm) =>
    Array.from({ length: seeds }, (_, seed) => {
      const all = new Float64Array(truth.length * classCount);
      for (const fold of found.filter((one) => one.seed === seed))
        for (const [i, row] of fold.rows.entries())
          all.set(fold.arms[arm].subarray(i * classCount, (i + 1) * classCount), row * classCount);
      return all;
    }),
  );
  const prepare = (probabilities: Float64Array, subset?: Int32Array): Scorer =>
    metric.prepare({ probabilities, classes: truth, classCount, ...(subset && { subset }) });
  const random = ctx.random.fork('bootstrap');
  const plan = { classes: truth, seeds, resamples };
  const scores = await bootstrapScores(
    pooled.map((item) => item.map((one) => prepare(one))),
    plan,
    random,
    quietContext(ctx),
  );
  const noise = Float64Array.from({ length: resamples }, () => random.normal());
  const sample = smallSample(metric, countClasses(truth, classCount), noise);
  const perFold = pooled.map((item) => found.map(({ seed, rows }) => prepare(item[seed], rows)()));
  return (first, second) => {
    if (first === second) return { value: 0, low: 0, high: 0, pWorse: 1 };
    const paired = pairedDifference(scores[first], scores[second], metric, sample);
    const half = correctedHalfWidth(
      perFold[first].map((score, i) => score - perFold[second][i]),
      folds,
    );
    if (half === null) return paired;
    const { value, low, high } = paired;
    return { ...paired, low: Math.min(low, value - half), high: Math.max(high, value + half) };
  };
}

function labelled(table: Table, target: string): Table {
  const { truth } = orderedClasses(table, target);
  const rows = Int32Array.from(truth.keys()).filter((row) => truth[row] >= 0);
  return rows.length === table.rows ? table : takeRows(table, rows);
}
