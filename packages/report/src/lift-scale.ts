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

/** A verdict's numbers in words, with as many decimals as they need to be told apart; `lift` is `null` when none was measured. */
export interface LiftWords {
  readonly lift: string | null;
  readonly low: string;
  readonly high: string;
  readonly threshold: string;
}

/** The axis of a verdict, or `null` when no lift was measured. */
export function liftScale(verdict: LiftVerdict): LiftScale | null {
  const measured = measuredLift(verdict);
  if (measured === null) return null;
  const [low, lift, high] = measured;
  const marks = [0, low, lift, high, verdict.threshold];
  const least = Math.min(...marks);
  const span = Math.max(...marks) - least || 1;
  const at = (value: number) => (value - least + 0.22 * span) / (1.44 * span);
  return { zero: at(0), threshold: at(verdict.threshold), low: at(low), lift: at(lift), high: at(high) };
}

/** The numbers of a verdict in words. */
export function liftWords(verdict: LiftVerdict): LiftWords {
  const digits = liftDigits(verdict);
  const threshold = formatSigned(verdict.threshold, digits);
  if (measuredLift(verdict) === null) return { lift: null, low: '–', high: '–', threshold };
  return {
    lift: formatSigned(verdict.lift, digits),
    low: formatSigned(verdict.low, digits),
    high: formatSigned(verdict.high, digits),
    threshold,
  };
}

function measuredLift({ low, lift, high }: LiftVerdict): readonly [number, number, number] | null {
  if (low === null || lift === null || high === null) return null;
  return [low, lift, high].every(Number.isFinite) ? [low, lift, high] : null;
}

/** Decimals, 3 to 6, with which rounding does not move an end of the interval onto zero or the threshold. */
function liftDigits(verdict: LiftVerdict): number {
  const measured = measuredLift(verdict) ?? [];
  for (let digits = 3; digits < 6; digits++) {
    const faithful = measured.every((value) =>
      [0, verdict.threshold].every((mark) => value === mark || value.toFixed(digits) !== mark.toFixed(digits)),
    );
    if (faithful) return digits;
  }
  return 6;
}
