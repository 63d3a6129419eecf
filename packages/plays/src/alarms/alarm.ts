import type { Condition, Learner, Lineage, Table } from '@verisim/core';

/** The traps. */
export type AlarmName =
  | 'label-noise'
  | 'label-prior'
  | 'cleaner-than-life'
  | 'dense-centre'
  | 'production-overlap'
  | 'low-information'
  | 'one-source';

/** One trap: whether synthetic rows fell into it, by which figure, and what to do. */
export interface Alarm {
  readonly name: AlarmName;
  /** What `figure` is, in words. */
  readonly measures: string;
  /** `null` when it could not be measured. */
  readonly figure: number | null;
  /** Its 95 % interval; `null` for a figure that is counted, not estimated. */
  readonly low: number | null;
  readonly high: number | null;
  /** The figure where nothing is wrong. */
  readonly expected: number | null;
  /** `alarm`: beyond chance and beyond what matters. `quiet`: looked at, nothing seen. `unknown`: not looked at, `message` says why. */
  readonly level: 'alarm' | 'quiet' | 'unknown';
  readonly message: string;
  /** What to do; empty when quiet. */
  readonly next: string;
}

/** What the alarms look at. Whatever is left out leaves its alarms `unknown`. */
export interface AlarmInput {
  /** The real training rows. */
  readonly real: Table;
  readonly synthetic: Table;
  /** A column of classes. */
  readonly target?: string;
  /** The gap that the synthetic rows were asked for. */
  readonly where?: readonly Condition[];
  /** Where the synthetic rows come from. */
  readonly lineage?: Lineage;
  /** Rows that the trained model will be tested on, and where they come from. Not the locked holdout. */
  readonly test?: Table;
  readonly testLineage?: Lineage;
  /** Names of what runs in production: generators, judges, teachers, models. */
  readonly production?: readonly string[];
  /** Names of what made, judged or labelled the rows, beside those in the lineage. */
  readonly makers?: readonly string[];
  /** Learns doubt of labels; boosted trees when left out. */
  readonly learner?: Learner;
}

/** p below which a figure is beyond chance: all alarms together then cry falsely in about one data set of twenty. */
export const ALARM_ALPHA = 0.01;

/** An alarm that could not be looked at. */
export function unknownAlarm(name: AlarmName, measures: string, why: string, next: string): Alarm {
  return { name, measures, figure: null, low: null, high: null, expected: null, level: 'unknown', message: why, next };
}

/** A share as a percentage. */
export function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
