import type { Json } from '@verisim/core';

/** What a rung is held against. */
export type CriterionName = 'column shapes' | 'pair trends' | 'detection' | 'training';

/** One criterion, as one rung met it or did not. */
export interface CriterionAccount {
  readonly criterion: CriterionName;
  readonly metric: string;
  readonly better: 'higher' | 'lower';
  /** `null` when the rows do not allow the metric at all, as when they are all of one class: that is not passed. */
  readonly value: number | null;
  /** A 95 % interval over validation rows, `null` when none was computed. The value decides, the interval says how surely. */
  readonly low: number | null;
  readonly high: number | null;
  /** What real rows that nothing was fitted to reach in the same place. */
  readonly reference: number;
  readonly limit: number;
  /** How far from the reference, in parts of what is allowed: 0 = as good as real rows, 1 = at the limit; `null` = without measure. */
  readonly spent: number | null;
  readonly passed: boolean;
  /** Where most of it lies, in words; empty when nothing can be named. */
  readonly worst: string;
}

/** What became of a rung. */
export type RungState = 'passed' | 'lacking' | 'not fitted' | 'not tried';

/** One rung of the ladder. */
export interface RungAccount {
  readonly name: string;
  readonly version: string;
  readonly options: Json;
  readonly state: RungState;
  readonly criteria: readonly CriterionAccount[];
  /** Why it could not be fitted, or `null`. */
  readonly why: string | null;
}

/** A criterion that this table does not allow, and why. */
export interface NotJudged {
  readonly criterion: CriterionName;
  readonly why: string;
}

/** How a generator was chosen. Plain JSON. */
export interface ChoiceAccount {
  /** The name of the rung that won. */
  readonly chosen: string;
  /** It passed all that could be judged, and something could. */
  readonly passed: boolean;
  readonly target: string | null;
  /** Rows of both parts and of the table that they come from. */
  readonly rows: { readonly fit: number; readonly validation: number; readonly of: number };
  /** Columns whose shapes and pair trends were compared, and those of the table. */
  readonly columns: { readonly compared: number; readonly of: number };
  readonly notJudged: readonly NotJudged[];
  readonly rungs: readonly RungAccount[];
}
