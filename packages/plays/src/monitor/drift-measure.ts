import { normalQuantile } from '@verisim/statistics';

/** What drift is looked for in. */
export type DriftCheck = 'distribution' | 'missing' | 'new levels' | 'joint' | 'concept';

/** One effect of drift with its interval. All effects are differences of probability: 0 = none, 1 = the most there can be. */
export interface DriftMeasure {
  readonly check: DriftCheck;
  /** `null` for whole rows and for the target's relation to them. */
  readonly column: string | null;
  /** The field's name: `ks`, `total-variation`, `missing-rate`, `new-level-share`, `detector-gini`, `auc-drop-gini`. */
  readonly metric: string;
  readonly effect: number;
  /** Intervals of all checks together hold with 95 % (Bonferroni). */
  readonly low: number;
  readonly high: number;
  /** Its standard error. */
  readonly error: number;
  /** What the effect is expected to be without any drift, from sampling alone. */
  readonly expected: number;
}

/** A measure before it is known how many others there are. */
export type RawMeasure = Omit<DriftMeasure, 'low' | 'high'> & {
  /** The standard error that it would have if it had drifted: that of a distance grows with it. */
  readonly errorIfDrifted: number;
  /** An effect that has a sign may lie below 0; others not. */
  readonly signed: boolean;
};

/** A measure held against the threshold. */
export interface JudgedDrift extends DriftMeasure {
  readonly drift: boolean;
  /** The smallest drift that would have been seen four times out of five. */
  readonly visible: number;
}

const ALPHA = 0.05;
/** The 80 % quantile of the standard normal. */
const POWER = 0.8416212335729143;

/**
 * Intervals that hold together, and what lies beyond the threshold: drift is an interval that lies wholly beyond it, never a small p
 * value. An effect without a sign is too large by something between nothing and what it is without drift, so its interval reaches
 * from `effect - expected - z error` to `effect + z error`.
 */
export function judgeDrift(raw: readonly RawMeasure[], threshold: number): readonly JudgedDrift[] {
  const z = normalQuantile(ALPHA / (2 * Math.max(1, raw.length)));
  return raw.map(({ signed, errorIfDrifted, ...measure }) => {
    const { effect, error, expected } = measure;
    const least = signed ? -1 : 0;
    const low = Math.max(least, effect - (signed ? 0 : expected) - z * error);
    const high = Math.min(1, Math.max(low, effect + z * error));
    const drift = low > threshold || (signed && high < -threshold);
    return { ...measure, low, high, drift, visible: Math.min(1, threshold + expected + (z + POWER) * errorIfDrifted) };
  });
}
