import { type Context, checkpoint, forkContext, isVerisimError } from '@verisim/core';
import type { Paired } from '@verisim/evaluator-utility';
import { chooseRatio, fallsSteadily, type RatioChoice, type RatioStep } from './choose-ratio.ts';
import { compareSweep, foldDifference, type OutOfFold } from './compare-sweep.ts';
import { pooled, type SecondOpinion, secondOpinion } from './second-opinion.ts';
import type { SweepArm, SweepRequest } from './sweep-request.ts';
import { type SweepFold, type SweepWork, sweepWork } from './sweep-work.ts';
import { type ArmAt, trainArm } from './train-arm.ts';

/** One way of training, by cross-validation. */
export interface SweepPoint {
  readonly arm: SweepArm;
  /** Of the arms that add rows, else 0. */
  readonly ratio: number;
  /** Pooled over folds, mean over seeds. */
  readonly score: number;
  /** Minus real-only, oriented so that positive is better; `null` for real-only itself. */
  readonly lift: Paired | null;
}

/** What a sweep found. Plain data, fit for JSON. */
export interface Sweep {
  readonly metric: string;
  readonly learner: string;
  /** Training rows, those in the gap, and those that the metric was measured on. */
  readonly rows: number;
  readonly gapRows: number;
  readonly judgedRows: number;
  readonly folds: number;
  readonly seeds: number;
  readonly points: readonly SweepPoint[];
  readonly choice: RatioChoice;
  /** The synthetic arm at the candidate ratio minus each control (those with a ratio at the same one). */
  readonly against: readonly { readonly arm: SweepArm; readonly difference: Paired }[];
  /** Ratios that were not tried because the curve fell steadily. */
  readonly skipped: readonly number[];
  readonly second: SecondOpinion | null;
  /** Arms that could not be trained, and why. */
  readonly notes: readonly string[];
}

/**
 * The ratio as a hyperparameter: cross-validated on the training part, several seeds, every ratio and control arm in the same folds.
 * Ratios are tried in ascending order, and larger ones are left out once the curve falls steadily. Everything that is fitted is fitted
 * inside the folds. Throws what {@link sweepWork} throws.
 */
export async function sweepRatios(request: SweepRequest, ctx: Context): Promise<Sweep> {
  return finishSweep(sweepWork(request, ctx), ctx);
}

/** The sweep over folds that were made before; what was trained in them already is kept by `request.units` alone. */
export async function finishSweep(work: SweepWork, ctx: Context): Promise<Sweep> {
  const { request } = work;
  let done = 0;
  const total = work.total + (request.second ? 2 * request.folds : 0);
  const onFit = () => ctx.progress({ done: ++done, total, note: 'models of the sweep' });
  const train = async (at: ArmAt): Promise<TrainedArm> => ({ ...at, predictions: await outOfFold(work, at, onFit) });
  const real = await train({ arm: 'real-only', ratio: 0 });
  const { synthetic, skipped } = await trainRatios(work, real, train);
  const controls = await trainControls(
    work,
    synthetic.map(({ ratio }) => ratio),
    train,
  );
  const arms = [real, ...synthetic, ...controls.trained];
  const scores = await compareSweep(
    work,
    arms.map(({ predictions }) => predictions),
    forkContext(ctx, 'compare'),
  );
  const points = arms.map(({ arm, ratio }, i): SweepPoint => {
    return { arm, ratio, score: scores.value(i), lift: i === 0 ? null : scores.difference(i, 0) };
  });
  const lifts = points.flatMap(({ arm, ratio, lift }) => (arm === 'synthetic' && lift ? [{ ratio, lift }] : []));
  const placeOf = (wanted: number) => points.findIndex(({ arm, ratio }) => arm === 'synthetic' && ratio === wanted);
  const minus = (first: number, second: number) => scores.difference(placeOf(first), placeOf(second));
  const choice = chooseRatio(lifts, minus, request.threshold);
  const at = placeOf(choice.candidate);
  const against = points.flatMap(({ arm, ratio }, i) =>
    arm !== 'synthetic' && arm !== 'real-only' && (ratio === 0 || ratio === choice.candidate)
      ? [{ arm, difference: scores.difference(at, i) }]
      : [],
  );
  const second = await secondOpinion(work, choice.candidate, points[at].lift!, ctx, onFit);
  return {
    metric: request.metric,
    learner: request.learner.name,
    rows: work.table.rows,
    gapRows: work.gapRows.length,
    judgedRows: work.slice?.length ?? work.table.rows,
    folds: request.folds,
    seeds: request.seeds,
    points,
    choice,
    against,
    skipped,
    second,
    notes: controls.notes,
  };
}

interface TrainedArm extends ArmAt {
  readonly predictions: OutOfFold;
}

type Train = (at: ArmAt) => Promise<TrainedArm>;

async function outOfFold(work: SweepWork, at: ArmAt, onFit: () => void): Promise<OutOfFold> {
  const found: [SweepFold, Float64Array][] = [];
  for (const fold of work.folds) {
    await checkpoint(fold.ctx.signal);
    found.push([fold, await trainArm(work, fold, at)]);
    onFit();
  }
  return Array.from({ length: work.request.seeds }, (_, seed) =>
    pooled(
      work,
      found.filter(([fold]) => fold.seed === seed),
    ),
  );
}

async function trainRatios(work: SweepWork, real: TrainedArm, train: Train) {
  const ratios = [...new Set(work.request.ratios)].filter((ratio) => ratio > 0).sort((a, b) => a - b);
  const synthetic: TrainedArm[] = [];
  const steps: RatioStep[] = [];
  for (const ratio of ratios) {
    if (fallsSteadily(steps)) break;
    const trained = await train({ arm: 'synthetic', ratio });
    steps.push(foldDifference(work, trained.predictions, (synthetic.at(-1) ?? real).predictions));
    synthetic.push(trained);
  }
  return { synthetic, skipped: ratios.slice(synthetic.length) };
}

async function trainControls(work: SweepWork, ratios: readonly number[], train: Train) {
  const { metric, smote } = work.request;
  const trained = [await train({ arm: 'class-weighted', ratio: 0 })];
  const notes: string[] = [];
  if (metric === 'macro-f1') trained.push(await train({ arm: 'threshold-moved', ratio: 0 }));
  else notes.push(`Moving the decision threshold cannot change ${metric}: it only looks at probabilities.`);
  for (const ratio of ratios) trained.push(await train({ arm: 'placebo', ratio }));
  if (!smote) return { trained, notes };
  try {
    for (const ratio of ratios) trained.push(await train({ arm: 'smote', ratio }));
  } catch (error) {
    if (!isVerisimError(error)) throw error;
    notes.push(`SMOTE could not be tried: ${error.message}`);
  }
  return { trained, notes };
}
