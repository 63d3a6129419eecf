import type { Context } from '@verisim/core';
import type { OpenedCalls } from './calls.ts';

/** How far the rows are. */
export interface Tally {
  readonly kept: number;
  readonly total?: number;
}

/** The least time between two reports, in milliseconds. */
const REPORT_MS = 250;

/**
 * Works on several things at once, each by calls, and gives what came of them in their order; few are held at once. `progress` gets the calls'
 * line about four times a second, also while nothing moves. When the work stops, what is under way still gets into the journal before the
 * error is thrown.
 */
export async function* sideBySide<T, R>(
  calls: OpenedCalls,
  things: Iterable<T> | AsyncIterable<T>,
  work: (thing: T) => Promise<R>,
  tally: () => Tally,
  ctx: Context,
): AsyncGenerator<R> {
  const ahead = Math.max(32, 4 * calls.shop.limits.concurrency);
  const stop = new AbortController();
  const report = () => {
    const { kept, total } = tally();
    ctx.progress({ done: kept, ...(total !== undefined && { total }), note: calls.line(total) });
  };
  void reportUntil(stop.signal, calls, report);
  const underway: Promise<R>[] = [];
  try {
    for await (const thing of things) {
      const one = work(thing);
      one.catch(() => {});
      underway.push(one);
      if (underway.length >= ahead) yield await underway[0].finally(() => underway.shift());
    }
    while (underway.length > 0) yield await underway[0].finally(() => underway.shift());
    report();
  } finally {
    stop.abort();
    await Promise.allSettled(underway);
    await calls.flush();
  }
}

async function reportUntil(stop: AbortSignal, { shop }: OpenedCalls, report: () => void): Promise<void> {
  while (!stop.aborted) {
    await shop.clock.sleep(REPORT_MS, stop);
    if (!stop.aborted) report();
  }
}
