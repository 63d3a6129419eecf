import type { Fingerprints } from '@verisim/core';
import {
  type Context,
  forkContext,
  type Learner,
  type LiftVerdict,
  quietContext,
  shuffle,
  type Table,
  takeRows,
} from '@verisim/core';
import { type LiftEvidence, measureLift, metricOf } from '@verisim/evaluator-utility';
import { countClasses, orderedClasses } from '../class-order.ts';
import { decide } from '../lift/decide.ts';
import { type Sweep, sweepRatios } from '../sweep/sweep-ratios.ts';
import type { SweepRequest } from '../sweep/sweep-request.ts';
import type { ColdStartPlan } from './cold-start-plan.ts';
import { fixedRows } from './fixed-rows.ts';

/** Real and made rows that are held against each other. */
export interface CarryRequest {
  readonly plan: ColdStartPlan;
  /** Alike: see `alike`. */
  readonly real: Table;
  readonly made: Table;
  readonly learner: Learner;
  readonly fingerprints?: Fingerprints;
  readonly run: string;
  /** Ratios to try; those for which there are not enough made rows are left out, all made rows are added. */
  readonly ratios: readonly number[];
  readonly folds: number;
  readonly seeds: number;
}

/** The sweep's request, for its key. */
export function carrySweep({ plan, real, made, ...rest }: CarryRequest): SweepRequest {
  const most = made.rows / (made.rows + real.rows);
  const ratios = [...new Set([0, ...rest.ratios.filter((ratio) => ratio < most), Math.floor(1000 * most) / 1000])];
  const { target, metric } = plan;
  const generator = fixedRows(made, 'made-rows') as SweepRequest['generator'];
  return { ...rest, target, metric, where: [], ratios: ratios.toSorted((a, b) => a - b), train: real, generator };
}

/** Whether there are enough real rows of two classes for the folds. */
export function canSweep(real: Table, target: string, folds: number): boolean {
  const { classes, truth } = orderedClasses(real, target);
  const counts = countClasses(truth, classes.length);
  return classes.length > 1 && counts.every((count) => count >= folds);
}

/** Sweeps the ratio of made rows by cross-validation over the real training rows. */
export function sweepMadeRows(request: CarryRequest, ctx: Context): Promise<Sweep> {
  return sweepRatios(carrySweep(request), forkContext(ctx, 'sweep'));
}

/** Whether by cross-validation the best blend adds less than the threshold: the whole interval of every ratio lies below it. */
export function looksAlone({ points }: Sweep, threshold: number): boolean {
  const lifts = points.flatMap(({ arm, lift }) => (arm === 'synthetic' && lift ? [lift] : []));
  return lifts.length > 0 && lifts.every(({ high }) => high < threshold);
}

/** What the evaluation part says. */
export interface CarryVerdict {
  /** Real rows alone are not worse than the blend by the threshold, and meet the requirement if there is one. */
  readonly alone: boolean;
  readonly verdict: LiftVerdict;
  readonly evidence: LiftEvidence;
}

/** The blend at a ratio against real rows alone, on the opened evaluation part. */
export async function judgeCarry(
  { plan, real, made, learner }: CarryRequest,
  { ratio, evaluation, seeds }: { readonly ratio: number; readonly evaluation: Table; readonly seeds: number },
  ctx: Context,
): Promise<CarryVerdict> {
  const { target, metric, threshold, requirement } = plan;
  const rows = madeRowsFor(made.rows, Math.round((real.rows * ratio) / (1 - ratio)), ctx);
  const synthetic = takeRows(made, rows);
  const input = { real, synthetic, holdout: evaluation, target, learner, metric, seeds };
  const evidence = await measureLift(input, quietContext(forkContext(ctx, 'judge')));
  const verdict = decide(evidence, { threshold, ...(requirement !== undefined && { requirement }) });
  const own = evidence.arms.find(({ arm, metric: name }) => arm === 'real-only' && name === metric)!.value;
  const { better } = metricOf(metric);
  const meets = requirement === undefined || (better === 'higher' ? own >= requirement : own <= requirement);
  return { alone: evidence.lift.high < threshold && meets, verdict, evidence };
}

/** So many of the made rows, drawn without replacement, ascending. */
export function madeRowsFor(made: number, wanted: number, ctx: Context): Int32Array {
  const order = shuffle(
    Int32Array.from({ length: made }, (_, row) => row),
    ctx.random.fork('made'),
  );
  return order.subarray(0, Math.min(made, wanted)).toSorted();
}
