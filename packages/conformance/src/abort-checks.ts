import type { GeneratorCheck } from './generator-check.ts';
import { copySource, demand, drawFrom, fitSubject } from './subject.ts';

/** Milliseconds after an abort in which a fit has to settle. */
const PATIENCE = 3000;

const abortBeforeFit: GeneratorCheck = {
  name: 'abort-before-fit',
  title: 'does not fit when the signal has aborted',
  async run(subject) {
    const signal = AbortSignal.abort();
    const outcome = await settled(() => fitSubject(subject, copySource(subject.source), { signal }));
    demand(
      subject,
      isAbort(outcome, signal),
      'fits, or fails otherwise, though the signal aborted before: begin with signal.throwIfAborted()',
    );
  },
};

const abortBeforeSample: GeneratorCheck = {
  name: 'abort-before-sample',
  title: 'does not sample when the signal has aborted',
  async run(subject) {
    const model = await fitSubject(subject);
    const signal = AbortSignal.abort();
    const outcome = await settled(() => drawFrom(subject, model, {}, { signal }));
    demand(
      subject,
      isAbort(outcome, signal),
      'samples, or fails otherwise, though the signal aborted before: begin with signal.throwIfAborted()',
    );
  },
};

const abortDuringFit: GeneratorCheck = {
  name: 'abort-during-fit',
  title: 'stops fitting soon when the signal aborts',
  async run(subject) {
    const controller = new AbortController();
    const { signal } = controller;
    let late = 0;
    const progress = ({ done, total = Number.POSITIVE_INFINITY }: { done: number; total?: number }) => {
      if (signal.aborted && done < total) late++;
      controller.abort();
    };
    const fitting = settled(() => fitSubject(subject, copySource(subject.source), { signal, progress }));
    const started = setTimeout(() => controller.abort(), 1);
    let patience: ReturnType<typeof setTimeout> | undefined;
    const waited = new Promise<'timeout'>((resolve) => {
      patience = setTimeout(() => resolve('timeout'), PATIENCE);
    });
    const outcome = await Promise.race([fitting, waited]);
    clearTimeout(started);
    clearTimeout(patience);
    demand(subject, outcome !== 'timeout', `does not settle within ${PATIENCE / 1000} s of an abort`);
    const clean = outcome === 'resolved' || isAbort(outcome, signal);
    demand(subject, clean, "fails after an abort with something else than the signal's reason");
    demand(subject, late <= 1, `goes on after an abort: it reported progress ${late} more times`);
  },
};

type Outcome = 'resolved' | 'timeout' | { readonly error: unknown };

async function settled(work: () => Promise<unknown>): Promise<Outcome> {
  try {
    await work();
    return 'resolved';
  } catch (error) {
    return { error };
  }
}

function isAbort(outcome: Outcome, signal: AbortSignal): boolean {
  if (typeof outcome === 'string') return false;
  return outcome.error === signal.reason || (outcome.error as { name?: unknown } | null)?.name === 'AbortError';
}

/** What an abort does. */
export const abortChecks: readonly GeneratorCheck[] = [abortBeforeFit, abortBeforeSample, abortDuringFit];
