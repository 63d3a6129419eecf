import { demand } from './demand.ts';
import { demandAbortBefore, demandAbortDuring } from './demand-abort.ts';
import type { GeneratorCheck } from './generator-check.ts';
import { copySource, drawFrom, fitSubject } from './generator-subject.ts';
import { endedByAbort, settle } from './settle.ts';
import { tableDifference } from './table-difference.ts';
import { nextTask, watchListeners } from './watch-listeners.ts';

const abortBeforeFit: GeneratorCheck = {
  name: 'abort-before-fit',
  title: 'does not fit when the signal has aborted',
  run: (subject) =>
    demandAbortBefore(subject, 'fits', (parts) => fitSubject(subject, copySource(subject.source), parts)),
};

const abortBeforeSample: GeneratorCheck = {
  name: 'abort-before-sample',
  title: 'does not sample when the signal has aborted',
  async run(subject) {
    const model = await fitSubject(subject);
    await demandAbortBefore(subject, 'samples', (parts) => drawFrom(subject, model, {}, parts));
  },
};

const abortDuringFit: GeneratorCheck = {
  name: 'abort-during-fit',
  title: 'stops fitting soon when the signal aborts',
  run: (subject) => demandAbortDuring(subject, (parts) => fitSubject(subject, copySource(subject.source), parts)),
};

const abortDuringSample: GeneratorCheck = {
  name: 'abort-during-sample',
  title: 'stops sampling soon when the signal aborts',
  async run(subject) {
    const model = await fitSubject(subject);
    await demandAbortDuring(subject, (parts) =>
      drawFrom(subject, model, { rows: subject.plugin.traits.blockRows }, parts),
    );
  },
};

const abortAfter: GeneratorCheck = {
  name: 'abort-after',
  title: 'has let go of a signal when its work is done: a model outlives the signal of its fit',
  async run(subject) {
    const { controller, listening } = watchListeners();
    const { signal } = controller;
    const model = await fitSubject(subject, copySource(subject.source), { signal });
    const before = await drawFrom(subject, model, {}, { signal });
    demand(subject, listening() === 0, `leaves ${listening()} listeners on the signal when its work is done`);
    controller.abort();
    await nextTask();
    let after: typeof before | null = null;
    const outcome = await settle(async () => {
      after = await drawFrom(subject, model);
    });
    demand(subject, !endedByAbort(outcome, signal), "stops sampling when the fit's signal aborts after the fit");
    if (typeof outcome === 'object') throw outcome.error;
    if (after === null || !subject.plugin.traits.reproducible) return;
    if (tableDifference(before, await drawFrom(subject, model)) !== null) return;
    const difference = tableDifference(before, after);
    demand(subject, difference === null, `samples otherwise once the fit's signal has aborted: ${difference}`);
  },
};

/** What an abort does. */
export const abortChecks: readonly GeneratorCheck[] = [
  abortBeforeFit,
  abortBeforeSample,
  abortDuringFit,
  abortDuringSample,
  abortAfter,
];
