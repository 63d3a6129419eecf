import { type Context, forkContext, type Measurement, measure, quietContext, type Table } from '@verisim/core';
import { fidelity } from '@verisim/evaluator-fidelity';
import { TWO_SIDED_95 } from '@verisim/statistics';
import type { RawMeasure } from './drift-measure.ts';

/** How well a detector tells rows of two tables apart, and what gives them away. */
export interface JointDrift {
  /** Area under the ROC curve of a classifier two-sample test, 0.5 = cannot tell; 95 % interval. */
  readonly auc: number;
  readonly low: number;
  readonly high: number;
  /** Columns whose own detector is beyond chance, the strongest first, at most 8. */
  readonly columns: readonly (readonly [column: string, auc: number])[];
  /** Pairs of columns that depend on each other otherwise than before, at most 8. */
  readonly pairs: readonly (readonly [first: string, second: string, auc: number])[];
}

/** Trains the detector of the fidelity evaluator. `null` with fewer than 40 rows on a side. */
export async function jointDrift(old: Table, now: Table, ctx: Context): Promise<JointDrift | null> {
  const options = { detector: true, references: false, charts: false, detail: false };
  const own = quietContext(forkContext(ctx, 'detector'));
  const { measurements } = await measure({ real: old, synthetic: now }, [{ evaluator: fidelity, options }], own);
  const whole = measurements.find(({ metric }) => metric === 'detector-auc');
  if (whole?.value == null || whole.low === null || whole.high === null) return null;
  const beyond = (metric: string) =>
    measurements.filter((found) => found.metric === metric && found.value !== null && (found.low ?? 0) > 0.5);
  const strongest = (found: readonly Measurement[]) => found.toSorted((a, b) => b.value! - a.value!).slice(0, 8);
  return {
    auc: whole.value,
    low: whole.low,
    high: whole.high,
    columns: strongest(beyond('column-detector-auc')).map(({ where, value }) => [where.column!, value!]),
    pairs: strongest(beyond('pair-detector-auc')).map(({ where, value }) => [...where.columns!, value!]),
  };
}

/** The joint drift as an effect: Gini's 2 AUC - 1, a difference of probability. */
export function jointMeasure({ auc, low, high }: JointDrift): RawMeasure {
  const error = (high - low) / TWO_SIDED_95;
  const effect = Math.max(0, 2 * auc - 1);
  return {
    check: 'joint',
    column: null,
    metric: 'detector-gini',
    effect,
    error,
    errorIfDrifted: error,
    expected: 0,
    signed: false,
  };
}
