import type { Clock } from './clock.ts';

/** One thing to be done later, at the earliest time it was asked for. */
export interface Alarm {
  /** Rings in `ms` milliseconds, unless it rings before. */
  set(ms: number): void;
  /** Does not ring any more, until it is set again. */
  clear(): void;
}

/** An alarm that is not set. */
export function createAlarm(clock: Clock, ring: () => void): Alarm {
  let set: { readonly at: number; readonly stop: AbortController } | null = null;
  return {
    set(ms) {
      const at = clock.now() + ms;
      if (set !== null && set.at <= at) return;
      set?.stop.abort();
      const mine = { at, stop: new AbortController() };
      set = mine;
      void clock.sleep(ms, mine.stop.signal).then(() => {
        if (set !== mine) return;
        set = null;
        ring();
      });
    },
    clear() {
      set?.stop.abort();
      set = null;
    },
  };
}
