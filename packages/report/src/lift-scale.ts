import type { LiftVerdict } from '@verisim/core';
import { formatSigned } from './format-number.ts';

/** Where a lift, its interval, zero and the threshold stand on one axis, as shares of its length in [0, 1]. */
export interface LiftScale {
  readonly zero: number;
  readonly threshold: number;
  readonly low: number;
  readonly lift: number;
  readonly high: number;
}

/** A verdict's numbers in words, with as many decimals as they need to be told apart; `lift` is `null` when none was measured,
 * and `interval` is `null` without an interval. */
export interface LiftWords {
  readonly lift: string | null;
  readonly interval: string | null;
  readonly threshold: string;
}

/** The axis of a verdict, or `null` when no lift with an interval was measured. An infinite end stands at the end of the axis. */
export function liftScale(verdict: LiftVerdict): LiftScale | null {
  const { low, lift, high, threshold } = verdict;
  if (!isMeasured(verdict) || low === null || high === null || Number.isNaN(low + high) || !Number.isFinite(threshold))
    return null;
  const marks = [0, low, lift, high, threshold].filter((mark): mark is number => Number.isFinite(mark));
  const least = Math.min(...marks);
  const span = Math.max(...marks) - least || 1;
  const at = (value: number) => {
    if (!Number.isFinite(value)) return value > 0 ? 1 : 0;
    return (value - least + 0.22 * span) / (1.44 * span);
  };
  return { zero: at(0), threshold: at(threshold), low: at(low), lift: at(lift!), high: at(high) };
}

/** The numbers of a verdict in words. */
export function liftWords(verdict: LiftVerdict): LiftWords {
  const digits = liftDigits(verdict);
  const threshold = formatSigned(verdict.threshold, digits);
  if (!isMeasured(verdict)) return { lift: null, interval: null, threshold };
  const { low, high } = verdict;
  const known = low !== null && high !== null && !Number.isNaN(low) && !Number.isNaN(high);
  const interval = known ? `${formatSigned(low, digits)} to ${formatSigned(high, digits)}` : null;
  return { lift: formatSigned(verdict.lift, digits), interval, threshold };
}

function isMeasured({ lift }: LiftVerdict): boolean {
  return lift !== null && Number.isFinite(lift);
}

/** Decimals, 3 to 6, with which rounding does not move an end of the interval onto zero or the threshold. */
function liftDigits(verdict: LiftVerdict): number {
  const measured = [verdict.low, verdict.lift, verdict.high].filter(
    (value) => value !== null && Number.isFinite(value),
  );
  for (let digits = 3; digits < 6; digits++) {
    const faithful = measured.every((value) =>
      [0, verdict.threshold].every((mark) => value === mark || value!.toFixed(digits) !== mark.toFixed(digits)),
    );
    if (faithful) return digits;
  }
  return 6;
}
