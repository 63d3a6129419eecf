import { createAlarm } from './alarm.ts';
import type { Clock } from './clock.ts';

/** Whether the first in the queue may pass; when not, after how long to look again, if time alone can change it. */
export interface GateState {
  readonly open: boolean;
  readonly againMs?: number;
}

/** A queue that lets through one after another, as a rule says. */
export interface Gate<T> {
  /** Waits for the turn of `size`, `first` before all others; `enter` is called at once when it comes. Rejects when the signal aborts or the gate is shut. */
  pass<R>(size: T, signal: AbortSignal, enter: () => R, first?: boolean): Promise<R>;
  /** Looks whether the next may pass. */
  turn(): void;
  /** Rejects all who wait and whoever comes. */
  shut(error: unknown): void;
}

interface InLine<T> {
  readonly size: T;
  readonly go: () => void;
  readonly fail: (error: unknown) => void;
}

/** A gate under a rule that is asked with the size of the first in the queue. */
export function createGate<T>(clock: Clock, rule: (size: T) => GateState): Gate<T> {
  const queue: InLine<T>[] = [];
  let closed: { readonly error: unknown } | null = null;
  const turn = () => {
    while (queue.length > 0) {
      const { open, againMs } = rule(queue[0].size);
      if (!open) {
        if (againMs !== undefined) alarm.set(againMs);
        return;
      }
      queue.shift()?.go();
    }
    alarm.clear();
  };
  const alarm = createAlarm(clock, turn);
  return {
    pass(size, signal, enter, first = false) {
      return new Promise((resolve, reject) => {
        if (closed !== null) return reject(closed.error);
        if (signal.aborted) return reject(signal.reason);
        const stop = () => {
          queue.splice(queue.indexOf(place), 1);
          reject(signal.reason);
          turn();
        };
        const out = () => signal.removeEventListener('abort', stop);
        const place: InLine<T> = {
          size,
          go: () => {
            out();
            resolve(enter());
          },
          fail: (error) => {
            out();
            reject(error);
          },
        };
        signal.addEventListener('abort', stop);
        if (first) queue.unshift(place);
        else queue.push(place);
        turn();
      });
    },
    turn,
    shut(error) {
      closed = { error };
      for (const { fail } of queue.splice(0)) fail(error);
      alarm.clear();
    },
  };
}
