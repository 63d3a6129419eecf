import type { Context, Random, Table } from '@verisim/core';
import { type BootstrapPlan, bootstrapScores, type Resampled } from './bootstrap.ts';
import { badCount } from './errors.ts';
import { intervalOf, pairedDifference, smallSample } from './interval.ts';
import { judgeFalls } from './judge-falls.ts';
import { liftCharts } from './lift-charts.ts';
import { liftMeasurements } from './lift-measurements.ts';
import type { Arm, ArmScore, LiftEvidence, LiftInput } from './lift-types.ts';
import { backendOf, logisticRegression } from './logistic-regression.ts';
import { type Metric, metricNames, metricOf } from './metrics.ts';
import type { Scorer } from './scored-rows.ts';
import { type Slice, slicesOf } from './slices.ts';
import { classCounts, conformToTask, createTask, type Task } from './task.ts';
import { type ArmPredictions, trainArms } from './train-arms.ts';

const ARMS: readonly Arm[] = ['real-only', 'class-weighted', 'placebo', 'augmented'];

type Predictions = readonly Readonly<Record<Arm, ArmPredictions>>[];

/**
 * What synthetic rows add to real ones, judged on a real holdout, beside three controls (see {@link trainArms}).
 *
 * The 95 % intervals come from a paired bootstrap of holdout rows and training seeds, widened for small samples (see
 * {@link smallSample}). They cover: which rows the holdout happened to hold; chance in training; and, when `synthetic` is a
 * function, chance in drawing synthetic rows from the fitted generator. They do not cover which real rows there were to train
 * on: the question is what to do with these.
 *
 * Throws what {@link createTask} throws, `evaluator-utility/unknown-metric` and `/bad-count`.
 */
export async function measureLift(input: LiftInput, ctx: Context): Promise<LiftEvidence> {
  const metric = metricOf(input.metric ?? 'roc-auc');
  const guards = [...new Set([...(input.guards ?? []), 'log-loss'])].map(metricOf).filter((guard) => guard !== metric);
  const seeds = wholeCount('seeds', input.seeds ?? 3, 1);
  const resamples = wholeCount('resamples', input.resamples ?? 1000, 100);
  const task = createTask(input.real, input.holdout, input.target);
  const slices = slicesInTask(input, task);
  const { predictions, syntheticRows } = await trainSeeds(input, task, seeds, ctx);
  const random = ctx.random.fork('bootstrap');
  const plan = { classes: task.truth, seeds, resamples };
  const scores = await scoreArms(predictions, task, metric, slices, { plan, random, ctx });
  const noise = Float64Array.from({ length: resamples }, () => random.normal());
  const sampleOf = (scored: Metric, rows?: Int32Array) => smallSample(scored, countsIn(task, rows), noise);
  const arms = ARMS.flatMap((arm) =>
    metricNames.map(
      (name): ArmScore => ({
        arm,
        metric: name,
        ...intervalOf(scores.arms[arm][name], metricOf(name), sampleOf(metricOf(name))),
      }),
    ),
  );
  const against = (arm: Arm, scored = metric) =>
    pairedDifference(scores.arms.augmented[scored.name], scores.arms[arm][scored.name], scored, sampleOf(scored));
  const falls = judgeFalls(
    guards.map((guard) => ({ metric: guard.name, ...against('real-only', guard) })),
    slices.map((slice, i) => ({
      name: slice.name,
      rows: slice.rows.length,
      ...pairedDifference(scores.slices[i][1], scores.slices[i][0], metric, sampleOf(metric, slice.rows)),
    })),
  );
  const learner = input.learner ?? logisticRegression;
  const backend = await backendOf(learner, ctx);
  const evidence = {
    metric: metric.name,
    learner: learner.name,
    backend,
    holdoutRows: task.holdout.rows,
    seeds,
    realRows: task.real.rows,
    syntheticRows,
    arms,
    lift: against('real-only'),
    againstClassWeights: against('class-weighted'),
    againstPlacebo: against('placebo'),
    ...falls,
  };
  return { ...evidence, measurements: liftMeasurements(evidence), charts: liftCharts(evidence) };
}

function wholeCount(name: string, value: number, least: number): number {
  if (!Number.isInteger(value) || value < least) throw badCount(name, value, least);
  return value;
}

/** Slices given as rows of the input's holdout, as rows of the task's. */
function slicesInTask(input: LiftInput, task: Task): readonly Slice[] {
  if (!input.slices) return slicesOf(task.holdout, task.target);
  const place = new Map(Array.from(task.holdoutRows, (row, i) => [row, i]));
  return input.slices.map((slice) => ({
    ...slice,
    rows: Int32Array.from([...slice.rows].flatMap((row) => place.get(row) ?? [])),
  }));
}

async function trainSeeds(
  input: LiftInput,
  task: Task,
  seeds: number,
  ctx: Context,
): Promise<{ readonly predictions: Predictions; readonly syntheticRows: number }> {
  const predictions: Record<Arm, ArmPredictions>[] = [];
  let rows = 0;
  let done = 0;
  for (let seed = 0; seed < seeds; seed++) {
    const random = ctx.random.fork(`seed:${seed}`);
    const drawn: Table =
      typeof input.synthetic === 'function' ? await input.synthetic(seed, random.fork('synthetic')) : input.synthetic;
    const synthetic = conformToTask(drawn, task, 'synthetic');
    rows += synthetic.rows;
    const onArm = (arm: Arm) =>
      ctx.progress({ done: ++done, total: seeds * ARMS.length, note: `trained ${arm}, seed ${seed + 1} of ${seeds}` });
    const { learner = logisticRegression, priors = 'as trained' } = input;
    predictions.push(await trainArms(task, synthetic, { learner, priors, random, signal: ctx.signal, onArm }));
  }
  return { predictions, syntheticRows: Math.round(rows / seeds) };
}

interface LiftScores {
  readonly arms: Readonly<Record<Arm, Readonly<Record<string, Resampled>>>>;
  /** Per slice: real-only, augmented. */
  readonly slices: readonly (readonly [Resampled, Resampled])[];
}

async function scoreArms(
  predictions: Predictions,
  task: Task,
  metric: Metric,
  slices: readonly Slice[],
  { plan, random, ctx }: { readonly plan: BootstrapPlan; readonly random: Random; readonly ctx: Context },
): Promise<LiftScores> {
  const scorers = (arm: Arm, scored: Metric, subset?: Int32Array): readonly Scorer[] =>
    predictions.map((seed) => {
      const { trained, calibrated } = seed[arm];
      const probabilities = scored.name === 'log-loss' ? calibrated : trained;
      return scored.prepare({ probabilities, classes: task.truth, classCount: task.classes.length, subset });
    });
  const items = [
    ...ARMS.flatMap((arm) => metricNames.map((name) => scorers(arm, metricOf(name)))),
    ...slices.flatMap(({ rows }) => [scorers('real-only', metric, rows), scorers('augmented', metric, rows)]),
  ];
  const scores = await bootstrapScores(items, plan, random, ctx);
  const armsEnd = ARMS.length * metricNames.length;
  const perArm = ARMS.map((arm, a): [Arm, Record<string, Resampled>] => [
    arm,
    Object.fromEntries(metricNames.map((name, m) => [name, scores[a * metricNames.length + m]])),
  ]);
  return {
    arms: Object.fromEntries(perArm) as Record<Arm, Record<string, Resampled>>,
    slices: slices.map((_, i) => [scores[armsEnd + 2 * i], scores[armsEnd + 2 * i + 1]]),
  };
}

function countsIn(task: Task, rows: Int32Array | undefined): Int32Array {
  const classes = rows ? Int32Array.from(rows, (row) => task.truth[row]) : task.truth;
  return classCounts(classes, task.classes.length);
}
