import type { Progress } from '@verisim/core';
import { ask } from './assessor.ts';
import type { AssessorCheck } from './assessor-check.ts';
import { demandNoAmbient, demandNoGlobals } from './demand-quiet.ts';
import { demandProgress, strictNote } from './demand-reports.ts';

const ambient: AssessorCheck = {
  name: 'ambient',
  title: 'uses no chance, clock, output or network but what its context gives',
  run: (subject) => demandNoAmbient(subject, () => ask(subject, subject.input), true),
};

const globals: AssessorCheck = {
  name: 'globals',
  title: 'leaves no globals behind and extends no prototype',
  run: (subject) => demandNoGlobals(subject, () => ask(subject, subject.input)),
};

const progress: AssessorCheck = {
  name: 'progress',
  title: 'reports progress that never goes back nor beyond its total',
  async run(subject) {
    const reports: Progress[] = [];
    await ask(subject, subject.input, { progress: (report) => void reports.push(report) });
    demandProgress(subject, reports, 'its work');
  },
};

const notes: AssessorCheck = {
  name: 'notes',
  title: 'notes plain JSON under names',
  run: async (subject) => void (await ask(subject, subject.input, { note: strictNote(subject) })),
};

/** What a validator or an evaluator does with its context, and beside it. */
export const contextChecks: readonly AssessorCheck[] = [ambient, globals, progress, notes];
