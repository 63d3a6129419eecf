import type { Context, Learner, Table } from '@verisim/core';
import { badCount } from './errors.ts';
import { type GapRows, gapRows } from './gap-rows.ts';
import { intervalOf, pairedDifference, type SmallSample, smallSample } from './interval.ts';
import { judgeFalls } from './judge-falls.ts';
import { liftCharts } from './lift-charts.ts';
import { liftMeasurements } from './lift-measurements.ts';
import type { Arm, ArmScore, LiftEvidence, LiftInput } from './lift-types.ts';
import { backendOf, logisticRegression } from './logistic-regression.ts';
import { type Metric, metricNames, metricOf } from './metrics.ts';
import { arms, type LiftPredictions, type LiftScores, scoreArms } from './score-arms.ts';
import { type Slice, slicesOf } from './slices.ts';
import { classCounts, conformToTask, createTask, type Task } from './task.ts';
import { learnerFor } from './text/learner-for.ts';
import { type ArmPredictions, trainArms } from './train-arms.ts';

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
  const seeds = wholeCount('seeds', input.seeds ?? 3, 1);
  const resamples = wholeCount('resamples', input.resamples ?? 1000, 100);
  const first = await draw(input, 0, ctx);
  const task = createTask(input.real, input.holdout, input.target, [first]);
  const learner = input.learner ?? learnerFor(task.real, input.target, logisticRegression);
  const gap = gapRows(input, task, metric);
  const slices = [...outsideOf(gap, task), ...slicesInTask(input, task)];
  const guards = guardsOf(input, metric, gap);
  const { predictions, syntheticRows } = await trainSeeds({ ...input, learner, first }, task, gap, seeds, ctx);
  const random = ctx.random.fork('bootstrap');
  const plan = { classes: task.truth, seeds, resamples };
  const scores = await scoreArms({ predictions, task, metric, slices, gap }, { plan, random, ctx });
  const judged = gap.holdoutSlice ?? undefined;
  const noise = Float64Array.from({ length: resamples }, () => random.normal());
  const sampleOf = (scored: Metric, rows?: Int32Array) => smallSample(scored, countsIn(task, rows), noise);
  const against = (arm: Arm, scored = metric, all = false) => {
    const of = all ? scores.all : scores.judged;
    return pairedDifference(
      of.augmented[scored.name],
      of[arm][scored.name],
      scored,
      sampleOf(scored, all ? undefined : judged),
    );
  };
  const falls = judgeFalls(
    guards.map(({ guard, on }) => ({
      metric: guard.name,
      ...(on && { on }),
      ...against('real-only', guard, on === 'all rows'),
    })),
    slices.map((slice, i) => ({
      name: slice.name,
      rows: slice.rows.length,
      ...pairedDifference(scores.slices[i][1], scores.slices[i][0], metric, sampleOf(metric, slice.rows)),
    })),
  );
  const backend = await backendOf(learner, ctx);
  const evidence = {
    metric: metric.name,
    learner: learner.name,
    backend,
    holdoutRows: task.holdout.rows,
    judgedRows: judged?.length ?? task.holdout.rows,
    seeds,
    realRows: task.real.rows,
    syntheticRows,
    arms: armIntervals(scores, (scored) => sampleOf(scored, judged)),
    lift: against('real-only'),
    againstClassWeights: against('class-weighted'),
    againstPlacebo: against('placebo'),
    ...falls,
  };
  return { ...evidence, measurements: liftMeasurements(evidence), charts: liftCharts(evidence) };
}

function armIntervals(scores: LiftScores, sampleOf: (scored: Metric) => SmallSample): readonly ArmScore[] {
  return arms.flatMap((arm) =>
    metricNames.map((name): ArmScore => {
      const scored = metricOf(name);
      return { arm, metric: name, ...intervalOf(scores.judged[arm][name], scored, sampleOf(scored)) };
    }),
  );
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

/** What must not fall: log loss always, and on all rows also the metric itself when lift is measured on a slice of them. */
function guardsOf(
  input: LiftInput,
  metric: Metric,
  { holdoutSlice }: GapRows,
): readonly { readonly guard: Metric; readonly on?: 'slice' | 'all rows' }[] {
  const named = [...new Set([...(input.guards ?? []), 'log-loss'])].map(metricOf);
  const others = named.filter((guard) => guard !== metric);
  if (holdoutSlice === null) return others.map((guard) => ({ guard }));
  const everywhere = [metric, ...others].map((guard) => ({ guard, on: 'all rows' as const }));
  return [...everywhere, ...others.map((guard) => ({ guard, on: 'slice' as const }))];
}

/** The rows outside of a gap's slice, as a slice that must not fall. */
function outsideOf({ holdoutSlice }: GapRows, task: Task): readonly Slice[] {
  if (holdoutSlice === null) return [];
  const inside = new Set(holdoutSlice);
  const rows = Int32Array.from([...task.truth.keys()].filter((row) => !inside.has(row)));
  const classes = new Set(rows.map((row) => task.truth[row]));
  return classes.size < 2 ? [] : [{ name: 'outside the gap', column: '', level: '', rows }];
}

async function draw({ synthetic }: LiftInput, seed: number, ctx: Context): Promise<Table> {
  return typeof synthetic === 'function'
    ? synthetic(seed, ctx.random.fork(`seed:${seed}`).fork('synthetic'))
    : synthetic;
}

async function trainSeeds(
  input: LiftInput & { readonly learner: Learner; readonly first: Table },
  task: Task,
  gap: GapRows,
  seeds: number,
  ctx: Context,
): Promise<{ readonly predictions: LiftPredictions; readonly syntheticRows: number }> {
  const predictions: Record<Arm, ArmPredictions>[] = [];
  let rows = 0;
  let done = 0;
  for (let seed = 0; seed < seeds; seed++) {
    const random = ctx.random.fork(`seed:${seed}`);
    const drawn = seed === 0 ? input.first : await draw(input, seed, ctx);
    const synthetic = conformToTask(drawn, task, 'synthetic');
    rows += synthetic.rows;
    const onArm = (arm: Arm) =>
      ctx.progress({ done: ++done, total: seeds * arms.length, note: `trained ${arm}, seed ${seed + 1} of ${seeds}` });
    const { learner, priors = gap.shiftsClasses ? 'real' : 'as trained' } = input;
    const keep = (arm: Arm, make: () => Promise<Float64Array>) =>
      input.keep ? input.keep(`seed:${seed}/${arm}`, make) : make();
    const request = { learner, priors, gap, random, signal: ctx.signal, keep, onArm };
    predictions.push(await trainArms(task, synthetic, request));
  }
  return { predictions, syntheticRows: Math.round(rows / seeds) };
}

function countsIn(task: Task, rows: Int32Array | undefined): Int32Array {
  const classes = rows ? Int32Array.from(rows, (row) => task.truth[row]) : task.truth;
  return classCounts(classes, task.classes.length);
}
