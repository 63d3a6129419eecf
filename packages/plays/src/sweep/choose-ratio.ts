import type { Paired } from '@verisim/evaluator-utility';

/** The lift of a ratio above 0 over real-only. */
export interface RatioLift {
  readonly ratio: number;
  readonly lift: Paired;
}

/** What a sweep says of the ratio. */
export interface RatioChoice {
  /** The ratio of the highest lift, 0 when no lift is above 0. */
  readonly peak: number;
  /** 0 when real rows alone are within one standard error of the peak, else the candidate: fewer synthetic rows where they do not pay. */
  readonly preferred: number;
  /** The smallest ratio above 0 that is as good as the peak: what goes before the holdout. */
  readonly candidate: number;
  /** Why to stop, `null` when there is no reason to. */
  readonly stop: string | null;
}

const NORMAL_975 = 1.959963984540054;

/**
 * Peak, the one-standard-error rule (Breiman, Friedman, Olshen & Stone 1984, section 3.4.3) towards fewer synthetic rows, and the stop rule: no ratio
 * surely beats real rows alone, and the last one tried is surely below them. The standard error is that of the paired difference from
 * the peak: ratios are compared on the same rows. Few rows make it wide, so that a ratio must also lie less than `worth` below the peak.
 *
 * @param lifts by ascending ratio, at least one
 * @param minus the paired difference of the scores of two ratios, first minus second
 * @param worth the smallest difference of the score that matters
 */
export function chooseRatio(
  lifts: readonly RatioLift[],
  minus: (first: number, second: number) => Paired,
  worth: number = Infinity,
): RatioChoice {
  const best = lifts.reduce((a, b) => (b.lift.value > a.lift.value ? b : a));
  const within = (ratio: number) => {
    if (ratio === best.ratio) return true;
    const gap = minus(best.ratio, ratio);
    return gap.value <= Math.min(standardError(gap), worth);
  };
  const candidate = lifts.find(({ ratio }) => within(ratio))!.ratio;
  const helps = best.lift.value > 0;
  return {
    peak: helps ? best.ratio : 0,
    preferred: best.lift.value <= standardError(best.lift) ? 0 : candidate,
    candidate,
    stop: stopReason(lifts),
  };
}

function standardError({ low, high }: Paired): number {
  return (high - low) / (2 * NORMAL_975);
}

function stopReason(lifts: readonly RatioLift[]): string | null {
  const last = lifts[lifts.length - 1];
  if (lifts.some(({ lift }) => lift.low > 0) || !(last.lift.high < 0)) return null;
  const at = `${Math.round(100 * last.ratio)} %`;
  return `Stop: more synthetic rows do not help. No ratio surely beats real rows alone, and at ${at} the lift is surely below 0.`;
}

/** A step of the curve from one ratio to the next. */
export interface RatioStep {
  /** Change of the score, oriented. */
  readonly mean: number;
  /** Half its 95 % interval, `null` where it is not known. */
  readonly half: number | null;
}

/** Whether larger ratios need not be tried: at least two steps so far, and each fell by more than its standard error. */
export function fallsSteadily(steps: readonly RatioStep[]): boolean {
  return steps.length >= 2 && steps.every(({ mean, half }) => half !== null && mean < -half / NORMAL_975);
}
