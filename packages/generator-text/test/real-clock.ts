import { setTimeout as later } from 'node:timers/promises';
import type { Clock } from '../src/index.ts';

/** Time as it is. */
export const realClock: Clock = {
  now: () => performance.now(),
  sleep: (ms, signal) =>
    later(ms, undefined, { signal }).then(
      () => {},
      () => {},
    ),
};
