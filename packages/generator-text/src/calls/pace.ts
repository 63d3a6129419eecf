import type { Random } from '@verisim/core';
import type { Clock } from './clock.ts';

/** How a limiter behaves. All times in milliseconds. */
export interface RateLimits {
  /** Most calls under way at once. */
  readonly concurrency: number;
  /** The longest single wait that a server can impose; then calls try again. */
  readonly waitCapMs: number;
  /** Without one good answer for this long, the run stops. */
  readonly patienceMs: number;
}

/** What a user is told while nothing moves. */
export interface WaitingState {
  readonly ms: number;
  readonly why: string;
}

/** How many calls may be under way, and until when none may. */
export interface Pace {
  /** Most calls under way now, at least 1. */
  width(): number;
  /** `null` when calls may go out. */
  waiting(): WaitingState | null;
  good(): void;
  /** A refusal for being too fast of the call that started as number `number` of `started`. */
  limited(number: number, started: number, retryMs: number | null): void;
  failed(retryMs: number | null, what: string): void;
  /** Milliseconds since the first failure that no good answer followed; 0 when all is well. */
  badFor(): number;
}

const FIRST_WIDTH = 16;
const BREAKER_FAILURES = 5;
const FIRST_WAIT_MS = 250;
const BREAKER_WAITS = 2;

/**
 * Additive increase, multiplicative decrease of the calls under way (Chiu and Jain 1989), doubling in each round trip until the first refusal
 * as in TCP slow start (RFC 5681); one decrease in a round trip. What the server asks to wait is obeyed up to the cap; without it waits
 * double, half of each by chance. After five failures in a row nothing goes out for a while, then one call tries (a circuit breaker).
 */
export function createPace(limits: RateLimits, clock: Clock, random: Random): Pace {
  let width = Math.min(FIRST_WIDTH, limits.concurrency);
  let slowStart = true;
  let decreasedAt = 0;
  let failuresInRow = 0;
  let waits = 0;
  let badSince: number | null = null;
  let pause = { until: 0, why: '' };

  const hold = (ms: number, why: string) => {
    const until = clock.now() + Math.min(ms, limits.waitCapMs);
    if (until > pause.until) pause = { until, why };
  };
  const ownWait = () => FIRST_WAIT_MS * 2 ** Math.min(waits++, 20) * (0.5 + 0.5 * random.next());
  return {
    width: () => Math.floor(width),
    waiting() {
      const ms = pause.until - clock.now();
      return ms > 0 ? { ms, why: pause.why } : null;
    },
    good() {
      failuresInRow = 0;
      waits = 0;
      badSince = null;
      width = Math.min(limits.concurrency, width + (slowStart ? 1 : 1 / width));
    },
    limited(number, started, retryMs) {
      badSince ??= clock.now();
      const first = number >= decreasedAt;
      if (first) {
        width = Math.max(1, width / 2);
        slowStart = false;
        decreasedAt = started;
      }
      if (first || retryMs !== null) hold(Math.max(retryMs ?? 0, first ? ownWait() : 0), 'too many requests (429)');
    },
    failed(retryMs, what) {
      badSince ??= clock.now();
      if (retryMs !== null) hold(retryMs, what);
      if (++failuresInRow < BREAKER_FAILURES || pause.until > clock.now()) return;
      width = 1;
      slowStart = true;
      waits = Math.max(waits, BREAKER_WAITS);
      hold(ownWait(), `${failuresInRow} failures in a row (${what})`);
    },
    badFor: () => (badSince === null ? 0 : clock.now() - badSince),
  };
}
