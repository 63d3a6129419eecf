import type { Context } from '@verisim/core';
import type { OpenedCalls } from './calls.ts';
import type { Question } from './question.ts';
import type { Answer } from './settle.ts';

/** The least time between two reports of progress, in milliseconds. */
const REPORT_MS = 250;

/**
 * Asks questions side by side and gives the answers in the order of the questions, whichever came first; few are held at once. When the run
 * stops, what is under way still gets into the journal before the error is thrown. Throws what `ask` throws.
 */
export async function* askAll(
  calls: OpenedCalls,
  questions: Iterable<Question> | AsyncIterable<Question>,
  ctx: Context,
  total?: number,
): AsyncGenerator<Answer> {
  const { limits, clock, limiters } = calls.shop;
  const ahead = Math.max(32, 4 * limits.concurrency);
  const window: Promise<Answer>[] = [];
  const stopReports = new AbortController();
  let done = 0;
  const report = () => ctx.progress({ done, total, note: calls.line(total) });
  void (async () => {
    for (let waiting = false; !stopReports.signal.aborted; ) {
      await clock.sleep(REPORT_MS, stopReports.signal);
      const now = [...limiters.values()].some((limiter) => limiter.waiting() !== null);
      if (!stopReports.signal.aborted && (now || waiting)) report();
      waiting = now;
    }
  })();
  let reported = clock.now();
  const next = async () => {
    const answer = await window[0];
    window.shift();
    done++;
    if (clock.now() - reported >= REPORT_MS) {
      reported = clock.now();
      report();
    }
    return answer;
  };
  try {
    for await (const question of questions) {
      const asked = calls.ask(question, ctx);
      asked.catch(() => {});
      window.push(asked);
      if (window.length >= ahead) yield await next();
    }
    while (window.length > 0) yield await next();
    report();
  } finally {
    stopReports.abort();
    await Promise.allSettled(window);
    await calls.flush();
  }
}
