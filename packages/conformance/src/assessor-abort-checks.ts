import { ask, steadyAnswer } from './assessor.ts';
import type { AssessorCheck } from './assessor-check.ts';
import { demand } from './demand.ts';
import { demandAbortBefore, demandAbortDuring } from './demand-abort.ts';
import { nextTask, watchListeners } from './watch-listeners.ts';

const abortBefore: AssessorCheck = {
  name: 'abort-before',
  title: 'does not begin when the signal has aborted',
  run: (subject) => demandAbortBefore(subject, 'answers', (parts) => ask(subject, subject.input, parts)),
};

const abortDuring: AssessorCheck = {
  name: 'abort-during',
  title: 'stops soon when the signal aborts',
  run: (subject) => demandAbortDuring(subject, (parts) => ask(subject, subject.input, parts)),
};

const abortAfter: AssessorCheck = {
  name: 'abort-after',
  title: 'has let go of the signal when it answers',
  async run(subject) {
    const expected = await steadyAnswer(subject);
    const { controller, listening } = watchListeners();
    const { signal } = controller;
    const answer = await ask(subject, subject.input, { signal });
    demand(subject, listening() === 0, `leaves ${listening()} listeners on the signal when it has answered`);
    controller.abort();
    await nextTask();
    if (expected === null) return;
    for (const given of [answer, await ask(subject, subject.input)]) {
      const difference = subject.difference(expected, given);
      demand(subject, difference === null, `answers otherwise once an earlier signal has aborted: ${difference}`);
    }
  },
};

/** What an abort does. */
export const assessorAbortChecks: readonly AssessorCheck[] = [abortBefore, abortDuring, abortAfter];
