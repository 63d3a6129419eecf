import type { Finding } from '@verisim/core';
import { holm } from '@verisim/statistics';

/** A test that may raise a finding. */
export interface Alarm extends Finding {
  /** The chance of a figure at least this high without a leak. */
  readonly p: number;
}

/** The findings of the alarms that hold when all tests together may be wrong with probability `alpha` (`holm`), most certain first. */
export function raisedAlarms(alarms: readonly Alarm[], alpha: number): Finding[] {
  const adjusted = holm(alarms.map(({ p }) => p));
  return alarms
    .filter((_, i) => adjusted[i] <= alpha)
    .toSorted((a, b) => a.p - b.p)
    .map(({ rule, level, message }) => ({ rule, level, message }));
}
