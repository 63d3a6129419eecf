import type { Clock } from './clock.ts';

/** A signal that follows another one late. */
export interface Drain {
  readonly signal: AbortSignal;
  /** Lets go of the other signal. */
  done(): void;
}

/** Aborts `ms` milliseconds after `signal` does: what is paid for may still come in. */
export function drainSignal(signal: AbortSignal, clock: Clock, ms: number): Drain {
  const late = new AbortController();
  const over = new AbortController();
  const wait = () => {
    void clock.sleep(ms, over.signal).then(() => {
      if (!over.signal.aborted) late.abort(signal.reason);
    });
  };
  signal.addEventListener('abort', wait);
  if (signal.aborted) wait();
  return {
    signal: late.signal,
    done() {
      signal.removeEventListener('abort', wait);
      over.abort();
    },
  };
}
