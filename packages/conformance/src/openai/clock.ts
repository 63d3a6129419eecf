import { performance as clock } from 'node:perf_hooks';

/** Milliseconds that only ever grow: for the log and the limits, never for an answer. */
export function elapsedMs(): number {
  return clock.now();
}

/** The date so many seconds from now, as HTTP writes it (RFC 9110, section 5.6.7). */
export function httpDate(secondsAhead: number): string {
  return new Date(clock.timeOrigin + clock.now() + secondsAhead * 1000).toUTCString();
}
