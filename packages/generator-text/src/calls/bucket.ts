import type { Allowance } from './rate-headers.ts';

/** An allowance that fills up steadily, as the server last told it and calls since have used it. */
export interface Bucket {
  /** Milliseconds until `amount` can be taken; 0 when it can be now, or when nothing is known. */
  wait(amount: number, now: number): number;
  take(amount: number): void;
  /** What an answer's headers say. */
  told(allowance: Allowance | null, now: number): void;
}

/** A bucket of which nothing is known yet. */
export function createBucket(): Bucket {
  let known: Allowance | null = null;
  let left = 0;
  let at = 0;
  return {
    wait(amount, now) {
      if (known === null) return 0;
      const wanted = Math.min(amount, known.limit);
      const perMs = known.resetMs > 0 ? (known.limit - known.remaining) / known.resetMs : Number.POSITIVE_INFINITY;
      const missing = wanted - left;
      if (missing <= 0) return 0;
      // Nothing was used by the server's count, so nothing tells how fast it fills: the server will say no if it must.
      if (perMs === 0 || perMs === Number.POSITIVE_INFINITY) return 0;
      return Math.max(0, missing / perMs - (now - at));
    },
    take(amount) {
      left -= amount;
    },
    told(allowance, now) {
      if (allowance === null) return;
      known = allowance;
      left = allowance.remaining;
      at = now;
    },
  };
}
