import { type Assessor, ask, tablesOf } from './assessor.ts';
import { assessorAbortChecks } from './assessor-abort-checks.ts';
import type { AssessorCheck } from './assessor-check.ts';
import { contextChecks } from './assessor-context-checks.ts';
import { steadinessChecks } from './assessor-steadiness-checks.ts';
import { assessorTableChecks, troubleWith } from './assessor-table-checks.ts';
import { demand } from './demand.ts';
import { brokenContract } from './errors.ts';
import { CANARIES, plantCanaries } from './plant-canaries.ts';
import { demandOnAnyTable } from './try-tables.ts';

const anyTable: AssessorCheck = {
  name: 'any-table',
  title: 'copes with any small table',
  async run(subject) {
    if ((await troubleWith(subject, subject.input, false)) !== null) return;
    await demandOnAnyTable(subject, (table) => troubleWith(subject, subject.inputFrom(table), subject.refuses));
  },
};

const canary: AssessorCheck = {
  name: 'canary',
  title: 'tells no single cell of the real rows',
  async run<I, A>(subject: Assessor<I, A>) {
    const planted = subject.plant(subject.input, plantCanaries);
    if (tablesOf(subject, planted).length === 0) return;
    const said = subject.written(await ask(subject, planted));
    for (const [what, value] of CANARIES) {
      demand(subject, !said.includes(value), `tells ${what} of one real row: ${value}`);
    }
  },
};

/** Fails where nothing else can be asked. */
export const answers: AssessorCheck = {
  name: 'answers',
  title: 'answers when it is asked of ordinary tables',
  async run(subject) {
    for (const input of [subject.other, subject.input]) {
      try {
        await ask(subject, input);
      } catch (error) {
        throw brokenContract(subject.plugin, `fails on ordinary tables: ${(error as Error)?.message ?? error}`, error);
      }
    }
  },
};

/** Everything else that the kit asks of validators and evaluators alike. */
export const assessorChecks: readonly AssessorCheck[] = [
  ...steadinessChecks,
  ...assessorAbortChecks,
  ...contextChecks,
  ...assessorTableChecks,
  anyTable,
  canary,
];
