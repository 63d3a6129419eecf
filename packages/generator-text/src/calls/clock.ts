/** Time as the calls see it. It decides when to wait and when to give up, and never gets into what is made. */
export interface Clock {
  /** Milliseconds from any fixed point, never going back (as `performance.now()` counts). */
  now(): number;
  /** Resolves after `ms` milliseconds, or at once when `signal` aborts. Never rejects. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}
