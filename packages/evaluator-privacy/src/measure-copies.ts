import type { Cells } from './cells.ts';
import { matchRows } from './match-rows.ts';
import { nearTolerances } from './near-tolerances.ts';
import { type OnceOnly, onceOnlyValues } from './once-only.ts';
import { type HitRate, hitRate } from './rate-excess.ts';

/** Rows of the output that hit a real table, and fresh real rows that do. */
export interface CopyRate {
  readonly synthetic: HitRate;
  /** The holdout against the training rows, else each training row against the others. */
  readonly fresh: HitRate;
}

/** Everything that says of rows and cells where they were taken from. */
export interface Copies {
  readonly exact: CopyRate;
  readonly near: CopyRate;
  /** Output rows whose every number is within 1 % of a training row's, all else equal. */
  readonly similar: CopyRate;
  /** Output rows that equal a holdout row; fresh: training rows that do. `null` without a holdout. */
  readonly ofHoldout: CopyRate | null;
  readonly onceOnly: readonly OnceOnly[];
}

/** The tolerance of SDMetrics' `NewRowSynthesis`. */
const SIMILAR = 0.01;

/** Looks for copies of rows (exact, near, of the holdout) and of values that occur once. */
export function measureCopies(train: Cells, synthetic: Cells, holdout: Cells | null, tolerance: number): Copies {
  const none = train.numeric.map(() => 0);
  const near = nearTolerances(train, tolerance);
  const similar = train.numeric.map(() => SIMILAR);
  const against = (tolerances: readonly number[], relative = false): CopyRate => ({
    synthetic: hitRate(matchRows(train, synthetic, tolerances, { relative }).rows),
    fresh: hitRate(matchRows(train, holdout ?? train, tolerances, { relative, itself: holdout === null }).rows),
  });
  const ofHoldout = holdout && {
    synthetic: hitRate(matchRows(holdout, synthetic, none).rows),
    fresh: hitRate(matchRows(holdout, train, none).rows),
  };
  return {
    exact: against(none),
    near: against(near),
    similar: against(similar, true),
    ofHoldout,
    onceOnly: onceOnlyValues(train, synthetic, holdout),
  };
}
