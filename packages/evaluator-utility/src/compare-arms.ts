import { type Context, concatTables, type Learner, type Table, takeRows } from '@verisim/core';
import { balances } from './balancing-learner.ts';
import { type BootstrapPlan, bootstrapScores } from './bootstrap.ts';
import { type Paired, pairedDifference, smallSample } from './interval.ts';
import { type MetricName, metricOf } from './metrics.ts';
import { originalsOf } from './originals.ts';
import { placeProbabilities } from './place-probabilities.ts';
import { correctPriors, equalShares, predictHoldout } from './predict-holdout.ts';
import { stratifiedFolds } from './stratified-folds.ts';
import { classCounts, classesOf, conformToTask, createTask, type Task } from './task.ts';

/** Training sets to be compared: the real rows with each of some synthetic tables. */
export interface ArmsInput {
  readonly real: Table;
  readonly target: string;
  readonly learner: Learner;
  /** Synthetic rows that stand beside the real ones; a table without rows is real-only. */
  readonly arms: readonly Table[];
  /** Pairs of arms: first minus second. */
  readonly contrasts: readonly (readonly [number, number])[];
  readonly metrics: readonly MetricName[];
  /** Real rows to judge by; without them the real rows are cross-validated. */
  readonly validation?: Table;
  /** Folds, 5 when left out, and how often other folds (or training seeds) are taken, 2 when left out. */
  readonly folds?: number;
  readonly repeats?: number;
  /** 1000 when left out. */
  readonly resamples?: number;
  /** As in `LiftInput`. */
  readonly priors?: 'as trained' | 'real';
}

/** Scores of arms and differences between them, one per metric in the order asked for. */
export interface ComparedArms {
  /** Real rows that were judged. */
  readonly rows: number;
  readonly scores: readonly (readonly number[])[];
  readonly differences: readonly (readonly Paired[])[];
}

/**
 * Trains the arms and scores them all on the same real rows, which no arm was trained on, in one paired bootstrap of rows and repeats.
 * Differences are oriented so that positive is better. Log loss takes the priors that `priors` says. Throws what {@link createTask}
 * and {@link conformToTask} throw.
 */
export async function compareArms(input: ArmsInput, ctx: Context): Promise<ComparedArms> {
  const { repeats = 2, resamples = 1000, metrics } = input;
  const task = createTask(
    input.real,
    input.validation ?? input.real,
    input.target,
    input.arms.filter(({ rows }) => rows > 0),
  );
  const arms = input.arms.map((table) => conformToTask(table, task, 'synthetic'));
  const total = arms.length * repeats * (input.validation ? 1 : (input.folds ?? 5));
  let done = 0;
  const onFit = () => ctx.progress({ done: ++done, total, note: 'training' });
  const seeds: (readonly ArmFound[])[] = [];
  for (let seed = 0; seed < repeats; seed++)
    seeds.push(await predictArms(input, task, arms, ctx, `repeat:${seed}`, onFit));
  const judged = [...task.truth.keys()].filter((row) => seeds.every((seed) => seed[0].judged[row] === 1));
  const truth = Int32Array.from(judged, (row) => task.truth[row]);
  const items = arms.flatMap((_, arm) =>
    metrics.map((name) =>
      seeds.map((seed) => {
        const found = name === 'log-loss' ? seed[arm].calibrated : seed[arm].trained;
        const probabilities = takeProbabilities(found, judged, task.classes.length);
        return metricOf(name).prepare({ probabilities, classes: truth, classCount: task.classes.length });
      }),
    ),
  );
  const plan: BootstrapPlan = { classes: truth, seeds: repeats, resamples };
  const random = ctx.random.fork('bootstrap');
  const scored = await bootstrapScores(items, plan, random, ctx);
  const noise = Float64Array.from({ length: resamples }, () => random.normal());
  const counts = classCounts(truth, task.classes.length);
  const scoreOf = (arm: number, metric: number) => scored[arm * metrics.length + metric];
  return {
    rows: judged.length,
    scores: arms.map((_, arm) => metrics.map((_, m) => scoreOf(arm, m).value)),
    differences: input.contrasts.map(([a, b]) =>
      metrics.map((name, m) => {
        const metric = metricOf(name);
        return pairedDifference(scoreOf(a, m), scoreOf(b, m), metric, smallSample(metric, counts, noise));
      }),
    ),
  };
}

interface ArmFound {
  readonly trained: Float64Array;
  readonly calibrated: Float64Array;
  readonly judged: Uint8Array;
}

/** Every arm's probabilities of every judged row by a model that did not see it, all arms over the same folds. */
async function predictArms(
  input: ArmsInput,
  task: Task,
  arms: readonly Table[],
  ctx: Context,
  label: string,
  onFit: () => void,
): Promise<readonly ArmFound[]> {
  const random = ctx.random.fork(label);
  const folds = input.validation ? null : foldsOf(task, input.folds ?? 5, random.fork('folds'));
  const count = folds === null ? 1 : (input.folds ?? 5);
  const size = task.holdout.rows * task.classes.length;
  const found = arms.map(() => ({
    trained: new Float64Array(size),
    calibrated: new Float64Array(size),
    judged: new Uint8Array(task.holdout.rows),
  }));
  for (let f = 0; f < count; f++) {
    const rowsThat = (test: (fold: number) => boolean) =>
      Int32Array.from([...folds!.keys()].filter((i) => test(folds![i])));
    const real =
      folds === null
        ? task.real
        : takeRows(
            task.real,
            rowsThat((fold) => fold !== f),
          );
    const rows = folds === null ? Int32Array.from(task.truth.keys()) : rowsThat((fold) => fold === f);
    const part = { ...task, holdout: takeRows(task.holdout, rows) };
    for (const [a, arm] of arms.entries()) {
      const train = arm.rows === 0 ? real : concatTables([real, arm]);
      const request = { learner: input.learner, signal: ctx.signal, random: random.fork(`learner:${f}`) };
      const trained = await predictHoldout(train, part, request);
      const calibrated = calibrate(input, trained, train, real, task);
      placeProbabilities(trained, rows, found[a].trained, task.classes.length);
      placeProbabilities(calibrated, rows, found[a].calibrated, task.classes.length);
      for (const row of rows) found[a].judged[row] = 1;
      onFit();
    }
  }
  return found;
}

function foldsOf(task: Task, folds: number, random: Context['random']): Int8Array {
  return stratifiedFolds(task.realTruth, originalsOf(task.real), folds, random);
}

/** Under the real class shares, where asked for, and where the learner made them equal by itself. */
function calibrate(
  { learner, priors }: ArmsInput,
  found: Float64Array,
  train: Table,
  real: Table,
  task: Task,
): Float64Array {
  const shares = (table: Table) => classCounts(classesOf(table, task.target, task.classes), task.classes.length);
  if (balances(learner)) return correctPriors(found, equalShares(shares(train)), shares(real));
  return priors === 'real' ? correctPriors(found, shares(train), shares(real)) : found;
}

function takeProbabilities(from: Float64Array, rows: readonly number[], width: number): Float64Array {
  const taken = new Float64Array(rows.length * width);
  for (const [i, row] of rows.entries()) taken.set(from.subarray(row * width, (row + 1) * width), i * width);
  return taken;
}
