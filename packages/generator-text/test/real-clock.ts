import { setTimeout as later } from 'node:timers/promises';
import type { Clock } from '../src/index.ts';

const now = performance.now.bind(performance);

/** Time as it is. It is given from outside: who watches the global clock does not see it. */
export const realClock: Clock = {
  now,
  sleep: (ms, signal) =>
    later(ms, undefined, { signal }).then(
      () => {},
      () => {},
    ),
};
