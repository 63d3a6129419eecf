import {
  type CodedColumn,
  type Context,
  columnOf,
  forkContext,
  type Learner,
  quietContext,
  type Table,
  takeRows,
} from '@verisim/core';
import {
  asClassTarget,
  balances,
  type MetricName,
  metricNames,
  metricOf,
  rangeSlicesOf,
  slicesOf,
} from '@verisim/evaluator-utility';
import { planDefaults } from '../plan.ts';
import { crossPredictions } from './baseline-folds.ts';
import { type BaselinePower, baselinePower, type HoldoutSize, POWER_SEEDS } from './baseline-power.ts';
import { type BaselineScore, type ScoredArm, scoreArms } from './baseline-scores.ts';

/** What a baseline is measured on. None of it is the holdout. */
export interface BaselineRequest {
  /** The training part. */
  readonly train: Table;
  /** A column of classes. */
  readonly target: string;
  readonly learner: Learner;
  readonly metric?: MetricName;
  /** What a model must reach on the metric, if that was stated. */
  readonly requirement?: number;
  /** Folds of the cross-validation, and how often it is repeated with other folds; 5 and 3 when left out. */
  readonly folds?: number;
  readonly repeats?: number;
  /** The holdout that lifts will be judged on, for the power analysis; none when left out. */
  readonly holdout?: HoldoutSize;
  /** The smallest lift worth having, if that was stated. */
  readonly threshold?: number;
  /** Bootstrap resamples of the rows, 1000 when left out. */
  readonly resamples?: number;
}

/** Whether real rows alone reach what was asked of them; `unclear` when the interval holds the line. */
export type RequirementState = 'met' | 'missed' | 'unclear';

/** How far real rows alone go. */
export interface Baseline {
  readonly metric: MetricName;
  readonly learner: string;
  readonly rows: number;
  readonly folds: number;
  readonly repeats: number;
  /** Every metric, real-only and class-weighted, on all rows. */
  readonly scores: readonly BaselineScore[];
  /** The metric per slice, in the same two arms. */
  readonly slices: readonly BaselineScore[];
  readonly requirement: number | null;
  /** `null` without a requirement. The better of the two arms counts: class weights cost no synthetic row. */
  readonly state: RequirementState | null;
  /** The smallest lift that the holdout can show; `null` without a holdout. */
  readonly power: BaselinePower | null;
}

/**
 * Trains on real rows alone, plainly and with balanced class weights, and scores every row by models that did not see it
 * (repeated stratified cross-validation); a learner that balances classes by itself is trained once for both. The holdout is not needed and cannot be passed in. Throws `plays/too-few-rows` and
 * what the learner throws of a target.
 */
export async function baseline(request: BaselineRequest, ctx: Context): Promise<Baseline> {
  const { target, learner, folds = planDefaults.folds, repeats = planDefaults.seeds, resamples = 1000 } = request;
  const metric = metricOf(request.metric ?? planDefaults.metric);
  const train = labelled(asClassTarget(request.train, target, 'training'), target);
  const { requirement = null, holdout, threshold } = request;
  const total = folds * ((balances(learner) ? 1 : 2) * repeats + (holdout ? POWER_SEEDS : 0));
  let done = 0;
  const onFold = () => ctx.progress({ done: ++done, total, note: 'folds' });
  const arms: ScoredArm[] = [];
  for (const arm of ['real-only', 'class-weighted'] as const) {
    const predictions: Float64Array[] = [];
    for (let repeat = 0; repeat < repeats; repeat++) {
      if (arm === 'class-weighted' && balances(learner)) {
        predictions.push(arms[0].predictions[repeat]);
        continue;
      }
      const local = quietContext(forkContext(ctx, `repeat:${repeat}`));
      predictions.push(
        await crossPredictions({ train, target, learner, folds, weighted: arm !== 'real-only', onFold }, local),
      );
    }
    arms.push({ arm, predictions });
  }
  const parts = { train, target, arms, resamples };
  const scores = await scoreArms({ ...parts, metrics: metricNames.map(metricOf), slices: [null] }, ctx);
  const slices = await scoreArms(
    { ...parts, metrics: [metric], slices: [...slicesOf(train, target), ...rangeSlicesOf(train, target)] },
    ctx,
  );
  const [model] = arms[0].predictions;
  const common = { train, target, learner, metric, folds, model, threshold, onFold };
  const power = holdout ? await baselinePower({ ...common, holdout }, forkContext(ctx, 'power')) : null;
  const judged = scores.filter((score) => score.metric === metric.name);
  return {
    metric: metric.name,
    learner: learner.name,
    rows: train.rows,
    folds,
    repeats,
    scores,
    slices,
    requirement,
    state: requirement === null ? null : stateOf(judged, requirement, metric.better),
    power,
  };
}

/** The rows that have a class. */
function labelled(table: Table, target: string): Table {
  const { codes } = columnOf(table, target) as CodedColumn;
  const rows = [...codes.keys()].filter((row) => codes[row] >= 0);
  return rows.length === table.rows ? table : takeRows(table, rows);
}

function stateOf(scores: readonly BaselineScore[], line: number, better: 'higher' | 'lower'): RequirementState {
  const beyond = (value: number) => (better === 'higher' ? value >= line : value <= line);
  if (scores.some(({ low, high }) => beyond(better === 'higher' ? low : high))) return 'met';
  return scores.every(({ low, high }) => !beyond(better === 'higher' ? high : low)) ? 'missed' : 'unclear';
}
