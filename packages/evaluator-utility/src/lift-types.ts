import type { Chart, Condition, Learner, Measurement, Random, Table } from '@verisim/core';
import type { Interval, Paired } from './interval.ts';
import type { MetricName } from './metrics.ts';
import type { Slice } from './slices.ts';

/** The four training sets that are compared. */
export type Arm = 'real-only' | 'class-weighted' | 'placebo' | 'augmented';

/** What lift is measured on. */
export interface LiftInput {
  readonly real: Table;
  /** Synthetic rows, or a way to draw them anew for each training seed, so that the interval covers the draw. */
  readonly synthetic: Table | ((seed: number, random: Random) => Promise<Table> | Table);
  readonly holdout: Table;
  readonly target: string;
  /** When left out {@link textLearner} for tables with a text to learn from, else {@link logisticRegression}. */
  readonly learner?: Learner;
  /** The metric that lift is declared in; `roc-auc` when left out. */
  readonly metric?: MetricName;
  /** Metrics that must not fall; log loss is always among them. */
  readonly guards?: readonly MetricName[];
  /** Training seeds, 3 when left out. */
  readonly seeds?: number;
  /** Bootstrap resamples, 1000 when left out. */
  readonly resamples?: number;
  /** Slices of `holdout` that must not fall; {@link slicesOf} when left out. */
  readonly slices?: readonly Slice[];
  /**
   * The gap that the synthetic rows fill. Lift, arms and the comparisons with class weights and placebo are then measured on the holdout
   * rows that meet its conditions on features (on all of them when it conditions the target alone); all rows and those outside are
   * guarded; and the placebo draws real rows of the gap again.
   */
  readonly where?: readonly Condition[];
  /**
   * How the augmented and placebo arms are read by every metric but macro-F1. `as trained`: the probabilities as they are, so that a shift
   * of the class shares counts as the miscalibration that it is. `real`: corrected to the real class shares first, for users
   * who will do the same. When left out: `real` where `where` conditions the target, which shifts the shares on purpose.
   */
  readonly priors?: 'as trained' | 'real';
  /** Gives back what an interrupted measurement kept under a key, or makes and keeps it. Predictions of one trained model each. */
  readonly keep?: (key: string, make: () => Promise<Float64Array>) => Promise<Float64Array>;
}

/** One arm's score on one metric. */
export interface ArmScore extends Interval {
  readonly arm: Arm;
  readonly metric: MetricName;
}

/** A guarded metric: augmented - real-only, oriented. */
export interface GuardLift extends Paired {
  readonly metric: MetricName;
  /** Which holdout rows: of the gap's slice alone, or all of them. Left out where they are the same. */
  readonly on?: 'slice' | 'all rows';
  /** Holm-adjusted over guards and slices together. */
  readonly pAdjusted: number;
  readonly down: boolean;
}

/** A slice: augmented - real-only on the lift's metric, oriented. */
export interface SliceLift extends Paired {
  readonly name: string;
  readonly rows: number;
  readonly pAdjusted: number;
  /** `unknown` = not down, but a fall of 0.05 would have been missed more often than one time in five. */
  readonly status: 'down' | 'not down' | 'unknown';
}

/** What there is to decide by. Every difference is augmented - another arm, oriented so that positive is better. */
export interface LiftEvidence {
  readonly metric: MetricName;
  readonly learner: string;
  readonly backend?: string;
  readonly holdoutRows: number;
  /** Holdout rows that lift was measured on: fewer than all for a gap with conditions on features. */
  readonly judgedRows?: number;
  readonly seeds: number;
  readonly realRows: number;
  /** Mean over seeds, rounded. */
  readonly syntheticRows: number;
  readonly arms: readonly ArmScore[];
  readonly lift: Paired;
  readonly againstClassWeights: Paired;
  readonly againstPlacebo: Paired;
  readonly guards: readonly GuardLift[];
  readonly slices: readonly SliceLift[];
  readonly measurements: readonly Measurement[];
  readonly charts: readonly Chart[];
}
