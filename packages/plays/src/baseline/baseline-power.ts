import type { CodedColumn, Context, Learner, Table } from '@verisim/core';
import { columnOf, forkContext, quietContext } from '@verisim/core';
import { type Metric, minimumDetectableLift } from '@verisim/evaluator-utility';
import { crossPredictions } from './baseline-folds.ts';
import { byFrequency, reordered } from './baseline-scores.ts';

/** The holdout that lifts will be judged on, as far as it is known without reading it. */
export interface HoldoutSize {
  readonly rows: number;
  /** `planned` = nothing is locked yet. */
  readonly state: 'locked' | 'planned';
}

/** The smallest lift that a holdout can show. */
export interface BaselinePower extends HoldoutSize {
  /** Rows per class, the most frequent first: the training part's shares. */
  readonly classes: readonly number[];
  /** The smallest true lift that is seen, by an interval above 0, four times out of five. */
  readonly lift: number;
  readonly error: number;
  readonly half: number;
  /** The smallest lift worth having, if that was stated. */
  readonly threshold: number | null;
  /** Holdout rows that would decide the threshold; `null` when these do. */
  readonly rowsNeeded: number | null;
}

/** What a power analysis is made of. */
export interface BaselinePowerRequest {
  readonly train: Table;
  readonly target: string;
  readonly learner: Learner;
  readonly metric: Metric;
  readonly folds: number;
  /** Out-of-fold probabilities of the real-only model, in the order of the target's levels. */
  readonly model: Float64Array;
  readonly holdout: HoldoutSize;
  readonly threshold?: number;
  readonly onFold: () => void;
}

/** Models whose training rows are drawn again: as many as a lift has training seeds. */
export const POWER_SEEDS = 3;

/**
 * How small a lift the holdout can show: see `minimumDetectableLift`. The real-only model is held against models of the same rows drawn again
 * (a bootstrap within each fold), all out of fold. Of the holdout only its size is used.
 */
export async function baselinePower(request: BaselinePowerRequest, ctx: Context): Promise<BaselinePower> {
  const { train, target, metric, holdout, threshold = null } = request;
  const { codes, levels } = columnOf(train, target) as CodedColumn;
  const order = byFrequency(codes, levels.length);
  const classes = codes.map((code) => order.indexOf(code));
  const others: Float64Array[] = [];
  for (let seed = 0; seed < POWER_SEEDS; seed++) {
    const local = quietContext(forkContext(ctx, `again:${seed}`));
    const found = await crossPredictions({ ...request, weighted: false, again: true }, local);
    others.push(reordered(found, order, levels.length));
  }
  const counts = order.map((_, k) => {
    const own = classes.reduce((sum, found) => sum + Number(found === k), 0);
    return Math.max(1, Math.round((holdout.rows * own) / classes.length));
  });
  const model = reordered(request.model, order, levels.length);
  const classCount = order.length;
  const power = await minimumDetectableLift({ metric, classes, classCount, model, others, holdout: counts }, ctx);
  const enough = threshold === null || power.lift <= threshold;
  const rowsNeeded = enough ? null : rounded(holdout.rows * (power.lift / threshold) ** 2);
  return { ...holdout, classes: counts, ...power, threshold, rowsNeeded };
}

/** To two digits, upwards: more would claim more than is known. */
function rounded(rows: number): number {
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(rows)) - 1);
  return Math.ceil(rows / unit) * unit;
}

/** What the power analysis says, in one sentence. */
export function powerSentence({ rows, state, lift, threshold, rowsNeeded }: BaselinePower, metric: string): string {
  const holdout =
    state === 'locked'
      ? `This holdout of ${rows.toLocaleString('en-US')} rows`
      : `A holdout of ${rows.toLocaleString('en-US')} rows`;
  const shows = `${holdout} ${state === 'locked' ? 'shows' : 'would show'} a lift of ${lift.toFixed(4)} or more in ${metric} four times out of five`;
  if (threshold === null || rowsNeeded === null)
    return `${shows}${threshold === null ? '' : `, so a threshold of ${threshold} can be decided`}.`;
  return `${shows}; a threshold of ${threshold} is smaller and cannot be decided: lock about ${rowsNeeded.toLocaleString('en-US')} rows, or state a larger threshold.`;
}
