import type { ContextParts, Progress } from '@verisim/core';
import { demand, type Tested } from './demand.ts';
import { endedByAbort, settle, settleSoon } from './settle.ts';

/**
 * Aborts work at its first report of progress, or after a millisecond, and demands that it settles soon, with the signal's reason
 * or done, without reporting more than one piece of work after the abort.
 */
export async function demandAbortDuring(
  subject: Tested,
  work: (parts: ContextParts) => Promise<unknown>,
): Promise<void> {
  const controller = new AbortController();
  const { signal } = controller;
  let late = 0;
  const progress = ({ done, total = Number.POSITIVE_INFINITY }: Progress) => {
    if (signal.aborted && done < total) late++;
    controller.abort();
  };
  const timer = setTimeout(() => controller.abort(), 1);
  const outcome = await settleSoon(settle(() => work({ signal, progress })));
  clearTimeout(timer);
  demand(subject, outcome !== 'timeout', 'does not settle within 3 s of an abort');
  const clean = outcome === 'resolved' || endedByAbort(outcome, signal);
  demand(subject, clean, "fails after an abort with something else than the signal's reason");
  demand(subject, late <= 1, `goes on after an abort: it reported progress ${late} more times`);
}

/** Demands that work whose signal aborted before does not begin. `verb` as in "fits". */
export async function demandAbortBefore(
  subject: Tested,
  verb: string,
  work: (parts: ContextParts) => Promise<unknown>,
): Promise<void> {
  const signal = AbortSignal.abort();
  const outcome = await settle(() => work({ signal }));
  demand(
    subject,
    endedByAbort(outcome, signal),
    `${verb}, or fails otherwise, though the signal aborted before: begin with signal.throwIfAborted()`,
  );
}
