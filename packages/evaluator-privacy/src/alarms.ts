import type { Finding } from '@verisim/core';

/** A test that may raise a finding. */
export interface Alarm extends Finding {
  /** The chance of a figure at least this high without a leak. */
  readonly p: number;
}

/**
 * The findings of the alarms that hold when all tests together may be wrong with probability `alpha` (Holm 1979, Scandinavian
 * Journal of Statistics 6), most certain first.
 */
export function raisedAlarms(alarms: readonly Alarm[], alpha: number): Finding[] {
  const sorted = alarms.toSorted((a, b) => a.p - b.p);
  const first = sorted.findIndex(({ p }, rank) => p > alpha / (alarms.length - rank));
  return sorted
    .slice(0, first < 0 ? sorted.length : first)
    .map(({ rule, level, message }) => ({ rule, level, message }));
}

/** A part as percent, with the digits that it needs. */
export function percent(part: number): string {
  const shown = 100 * part;
  return `${shown === 0 || shown >= 1 ? shown.toFixed(1) : shown.toPrecision(2)} %`;
}
