import { type Assessor, ask, steadyAnswer, tablesOf } from './assessor.ts';
import type { AssessorCheck } from './assessor-check.ts';
import { awkwardTables, noRows } from './awkward-tables.ts';
import { demand } from './demand.ts';
import { brokenContract } from './errors.ts';
import { refusalFault } from './refusal.ts';
import { oddLevelsFor, oddNamesFor, recodeLevels, renameLevels } from './table-changes.ts';

/** What goes wrong when it is asked of an input, as a phrase, or `null`. `mayRefuse`: an error that says what to do is an answer. */
export async function troubleWith<I, A>(
  subject: Assessor<I, A>,
  input: I,
  mayRefuse: boolean,
): Promise<{ readonly what: string; readonly cause?: unknown } | null> {
  try {
    const fault = subject.fault(await ask(subject, input), input);
    return fault === null ? null : { what: `answers badly: it ${fault}` };
  } catch (error) {
    const fault = refusalFault(error);
    if (mayRefuse) return fault === null ? null : { what: fault, cause: error };
    return { what: `fails: ${(error as Error)?.message ?? error}`, cause: error };
  }
}

/** Demands a sound answer. Passes where the answer to the usual input is not sound: that is another check's business. */
async function demandSound<I, A>(subject: Assessor<I, A>, input: I, mayRefuse: boolean, what: string): Promise<void> {
  if ((await troubleWith(subject, subject.input, false)) !== null) return;
  const trouble = await troubleWith(subject, input, mayRefuse);
  if (trouble !== null) throw brokenContract(subject.plugin, `on ${what} ${trouble.what}`, trouble.cause);
}

/** Demands an answer of the same meaning to tables that mean the same. */
async function demandSameMeaning<I, A>(subject: Assessor<I, A>, input: I, what: string): Promise<void> {
  const expected = await steadyAnswer(subject);
  if (expected === null) return;
  let answer: A;
  try {
    answer = await ask(subject, input);
  } catch (error) {
    throw brokenContract(subject.plugin, `on ${what} fails: ${(error as Error)?.message ?? error}`, error);
  }
  const difference = subject.differenceInMeaning(expected, answer);
  demand(subject, difference === null, `answers otherwise on ${what}: ${difference}`);
}

const levelCodes: AssessorCheck = {
  name: 'level-codes',
  title: 'looks at levels, not at their codes',
  run: (subject) =>
    demandSameMeaning(
      subject,
      subject.eachTable(subject.input, recodeLevels),
      'the same rows with the levels listed backwards',
    ),
};

const noRowsAtAll: AssessorCheck = {
  name: 'no-rows',
  title: 'copes with a table without rows',
  run: (subject) => demandSound(subject, subject.inputFrom(noRows()), subject.refuses, 'a table without rows'),
};

const evidenceAbsent: AssessorCheck = {
  name: 'evidence-absent',
  title: 'copes without evidence that is not there',
  async run(subject) {
    for (const [what, input] of subject.lacking) await demandSound(subject, input, subject.refuses, what);
  },
};

const errors: AssessorCheck = {
  name: 'errors',
  title: 'refuses what it cannot judge by errors with a code that say what to do next, or answers it',
  async run(subject) {
    for (const [what, input] of subject.hostile) await demandSound(subject, input, true, what);
  },
};

/** Tables of which more must hold than a sound answer: the usual ones under other names. */
async function demandAnyNames<I, A>(name: string, subject: Assessor<I, A>): Promise<void> {
  const { input } = subject;
  const tables = tablesOf(subject, input);
  if (name === 'odd-names') {
    const renamed = subject.rename(input, oddNamesFor(tables));
    await demandSameMeaning(subject, renamed, 'the same rows with odd column names');
  }
  if (name === 'odd-levels') {
    const levels = oddLevelsFor(tables);
    const changed = subject.eachTable(input, (table) => renameLevels(table, levels));
    await demandSameMeaning(subject, changed, 'the same rows with odd levels');
  }
}

const awkward = awkwardTables.map(
  ({ name, what, make }): AssessorCheck => ({
    name,
    title: `copes with ${what}`,
    async run(subject) {
      const mayRefuse = subject.refuses || name === 'lone-surrogates';
      await demandSound(subject, subject.inputFrom(make()), mayRefuse, what);
      await demandAnyNames(name, subject);
    },
  }),
);

/** Whether it stands up to the tables that real files hold, and to lacking and wrong evidence. */
export const assessorTableChecks: readonly AssessorCheck[] = [
  levelCodes,
  noRowsAtAll,
  evidenceAbsent,
  errors,
  ...awkward,
];
