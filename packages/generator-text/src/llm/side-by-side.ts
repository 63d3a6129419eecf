import type { Context } from '@verisim/core';
import type { OpenedCalls } from '../calls/calls.ts';

/** How far the rows are. */
export interface Tally {
  readonly kept: number;
  readonly total: number;
}

/** The least time between two reports, in milliseconds. */
const REPORT_MS = 250;

/**
 * Works on several things at once and gives what came of them in their order. `progress` gets the calls' line about four times a second, also while
 * nothing moves. When the work stops, what is under way still gets into the journal before the error is thrown.
 */
export async function* sideBySide<T, R>(
  calls: OpenedCalls,
  things: Iterable<T>,
  work: (thing: T) => Promise<R>,
  tally: () => Tally,
  ctx: Context,
): AsyncGenerator<R> {
  const { limits, clock } = calls.shop;
  const ahead = Math.max(32, 4 * limits.concurrency);
  const stop = new AbortController();
  const report = () => {
    const { kept, total } = tally();
    ctx.progress({ done: kept, total, note: calls.line(total) });
  };
  void (async () => {
    while (!stop.signal.aborted) {
      await clock.sleep(REPORT_MS, stop.signal);
      if (!stop.signal.aborted) report();
    }
  })();
  const underway: Promise<R>[] = [];
  try {
    for (const thing of things) {
      const one = work(thing);
      one.catch(() => {});
      underway.push(one);
      if (underway.length >= ahead) yield await underway[0].finally(() => underway.shift());
    }
    while (underway.length > 0) yield await underway[0].finally(() => underway.shift());
  } finally {
    stop.abort();
    await Promise.allSettled(underway);
    await calls.flush();
  }
}
