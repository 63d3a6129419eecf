import type { Clock } from '../src/index.ts';

/** A clock that moves only when it is told to. */
export interface VirtualClock extends Clock {
  /** Moves on, waking sleepers in order and letting everything they start run. */
  advance(ms: number): Promise<void>;
}

export function virtualClock(): VirtualClock {
  let now = 0;
  const sleepers = new Set<{ readonly at: number; readonly wake: () => void }>();
  const settle = async () => {
    for (let i = 0; i < 20; i++) await null;
  };
  return {
    now: () => now,
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        const wake = () => {
          sleepers.delete(sleeper);
          signal.removeEventListener('abort', wake);
          resolve();
        };
        const sleeper = { at: now + ms, wake };
        if (signal.aborted) return resolve();
        signal.addEventListener('abort', wake);
        sleepers.add(sleeper);
      }),
    async advance(ms) {
      const until = now + ms;
      await settle();
      for (;;) {
        const next = [...sleepers].filter(({ at }) => at <= until).sort((a, b) => a.at - b.at)[0];
        if (next === undefined) break;
        now = Math.max(now, next.at);
        next.wake();
        await settle();
      }
      now = until;
      await settle();
    },
  };
}
