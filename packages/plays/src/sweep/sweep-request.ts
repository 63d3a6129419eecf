import type { Condition, Fingerprints, Generator, Json, Learner, Table } from '@verisim/core';
import type { MetricName } from '@verisim/evaluator-utility';
import type { KeptUnits } from '../kept-units.ts';

/** What is swept. */
export interface SweepTask {
  readonly target: string;
  /** The gap: rows like these are generated, and the metric is measured on the rows that meet its conditions on features. */
  readonly where: readonly Condition[];
  readonly metric: MetricName;
  /** Synthetic / (synthetic + real) within the gap, each in [0, 1). */
  readonly ratios: readonly number[];
  readonly folds: number;
  /** Repeats, each with folds, draws and training of its own. */
  readonly seeds: number;
  /** The smallest lift worth having: fewer synthetic rows go on only where they cost less. Anything within the error when left out. */
  readonly threshold?: number;
}

/** A sweep: a task, the rows, and what is tried on them. None of it is the holdout. */
export interface SweepRequest extends SweepTask {
  /** The training part. */
  readonly train: Table;
  readonly generator: Generator<unknown, 'data'>;
  readonly generatorOptions?: Json;
  readonly learner: Learner;
  /** The generator of the SMOTE control; that arm is left out without it. */
  readonly smote?: Generator<unknown, 'data'>;
  /** A learner of another family that is asked about the chosen ratio. */
  readonly second?: Learner;
  readonly fingerprints?: Fingerprints;
  /** The run's id. */
  readonly run?: string;
  /** Where finished pieces are kept. */
  readonly units?: KeptUnits;
  /** Bootstrap resamples, 1000 when left out. */
  readonly resamples?: number;
}

/** A way of training that is compared. Those with a ratio add as many rows as the synthetic arm of that ratio. */
export type SweepArm = 'real-only' | 'class-weighted' | 'threshold-moved' | 'synthetic' | 'placebo' | 'smote';
