import type { Context, Random } from '@verisim/core';
import { type BootstrapPlan, bootstrapScores, type Resampled } from './bootstrap.ts';
import type { GapRows } from './gap-rows.ts';
import type { Arm } from './lift-types.ts';
import { type Metric, metricNames, metricOf } from './metrics.ts';
import type { Scorer } from './scored-rows.ts';
import type { Slice } from './slices.ts';
import type { Task } from './task.ts';
import type { ArmPredictions } from './train-arms.ts';

/** The arms in the order in which they are trained. */
export const arms: readonly Arm[] = ['real-only', 'class-weighted', 'placebo', 'augmented'];

/** One entry per seed. */
export type LiftPredictions = readonly Readonly<Record<Arm, ArmPredictions>>[];

type ArmScores = Readonly<Record<Arm, Readonly<Record<string, Resampled>>>>;

/** Scores of one bootstrap. */
export interface LiftScores {
  /** On the rows that lift is measured on, and on all holdout rows. */
  readonly judged: ArmScores;
  readonly all: ArmScores;
  /** Per slice: real-only, augmented. */
  readonly slices: readonly (readonly [Resampled, Resampled])[];
}

/** What is scored. */
export interface Scored {
  readonly predictions: LiftPredictions;
  readonly task: Task;
  readonly metric: Metric;
  readonly slices: readonly Slice[];
  readonly gap: GapRows;
}

/** Scores every arm on every metric, on the rows that are judged and on all, and two arms by slice, in one paired bootstrap. */
export async function scoreArms(
  { predictions, task, metric, slices, gap }: Scored,
  { plan, random, ctx }: { readonly plan: BootstrapPlan; readonly random: Random; readonly ctx: Context },
): Promise<LiftScores> {
  const scorers = (arm: Arm, scored: Metric, subset?: Int32Array): readonly Scorer[] =>
    predictions.map((seed) => {
      const { trained, calibrated } = seed[arm];
      const probabilities = scored.name === 'macro-f1' ? trained : calibrated;
      return scored.prepare({ probabilities, classes: task.truth, classCount: task.classes.length, subset });
    });
  const everyArm = (subset?: Int32Array) =>
    arms.flatMap((arm) => metricNames.map((name) => scorers(arm, metricOf(name), subset)));
  const judged = everyArm(gap.holdoutSlice ?? undefined);
  const all = gap.holdoutSlice === null ? [] : everyArm();
  const ofSlices = slices.flatMap(({ rows }) => [
    scorers('real-only', metric, rows),
    scorers('augmented', metric, rows),
  ]);
  const scores = await bootstrapScores([...judged, ...all, ...ofSlices], plan, random, ctx);
  const perArm = (from: number): ArmScores => {
    const entries = arms.map((arm, a) => [
      arm,
      Object.fromEntries(metricNames.map((name, m) => [name, scores[from + a * metricNames.length + m]])),
    ]);
    return Object.fromEntries(entries) as ArmScores;
  };
  const end = judged.length + all.length;
  return {
    judged: perArm(0),
    all: perArm(gap.holdoutSlice === null ? 0 : judged.length),
    slices: slices.map((_, i) => [scores[end + 2 * i], scores[end + 2 * i + 1]]),
  };
}
