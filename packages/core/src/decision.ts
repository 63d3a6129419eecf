/** What a play concludes. */
export type Decision = 'use' | 'do not use' | 'real data suffices' | 'cannot tell';

/** The decision with its evidence: lift = augmented - real-only on `metric`, oriented so that positive is better. */
export interface LiftVerdict {
  readonly decision: Decision;
  /** One or two sentences with the figures that decided. */
  readonly reason: string;
  readonly metric: string;
  /** `null` when a play stopped before anything was blended. */
  readonly lift: number | null;
  /** 95 % paired interval of the lift. */
  readonly low: number | null;
  readonly high: number | null;
  /** The smallest lift worth having; above 0. */
  readonly threshold: number;
  /** `cannot tell`: the number of holdout rows that would tell; else `null`. */
  readonly needsRows: number | null;
}
