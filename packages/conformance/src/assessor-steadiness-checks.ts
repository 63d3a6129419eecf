import { type Assessor, ask, steadyAnswer } from './assessor.ts';
import type { AssessorCheck } from './assessor-check.ts';
import { copyTable } from './copy-table.ts';
import { demand } from './demand.ts';
import { freezeTable } from './freeze-table.ts';
import { overwriteTable } from './overwrite-table.ts';
import { settle } from './settle.ts';
import { tableDifference } from './table-difference.ts';

const deterministic: AssessorCheck = {
  name: 'deterministic',
  title: 'gives the same answer for the same tables and seed',
  async run(subject) {
    const first = await ask(subject, subject.input);
    const second = await ask(subject, subject.input);
    const difference = subject.difference(first, second);
    demand(subject, difference === null, `answers otherwise for the same tables and seed: ${difference}`);
  },
};

const callsIndependent: AssessorCheck = {
  name: 'calls-independent',
  title: 'answers whatever it was asked before',
  async run(subject) {
    const alone = await steadyAnswer(subject);
    if (alone === null) return;
    await ask(subject, subject.other);
    const difference = subject.difference(alone, await ask(subject, subject.input));
    demand(subject, difference === null, `answers otherwise once it was asked of other tables: ${difference}`);
  },
};

const callsConcurrent: AssessorCheck = {
  name: 'calls-concurrent',
  title: 'answers two questions at once as it answers them one by one',
  async run<I, A>(subject: Assessor<I, A>) {
    if ((await steadyAnswer(subject)) === null) return;
    const inputs = [subject.other, subject.other, subject.input, subject.other];
    const apart: A[] = [];
    for (const input of inputs) apart.push(await ask(subject, input));
    // Answers that the order of calls changes are the business of the check `calls-independent`.
    if ([1, 3].some((i) => subject.difference(apart[0], apart[i]) !== null)) return;
    const together = await Promise.all(inputs.map((input) => ask(subject, input)));
    for (const [i, answer] of together.entries()) {
      const difference = subject.difference(apart[i], answer);
      demand(subject, difference === null, `mixes questions that are asked at the same time: ${difference}`);
    }
  },
};

const tablesUntouched: AssessorCheck = {
  name: 'tables-untouched',
  title: 'leaves the tables that it is given as they were',
  async run(subject) {
    const given: [ReturnType<typeof copyTable>, ReturnType<typeof copyTable>][] = [];
    const watched = subject.eachTable(subject.input, (table) => {
      given.push([table, copyTable(table)]);
      return given[given.length - 1][1];
    });
    await subject.askStraight(watched);
    for (const [before, after] of given) {
      const difference = tableDifference(before, after);
      demand(subject, difference === null, `changes a table that it is given: ${difference}`);
      const same = JSON.stringify(before.spec) === JSON.stringify(after.spec);
      demand(subject, same, 'changes the schema of a table that it is given');
    }
    const frozen = await settle(() => subject.askStraight(subject.eachTable(subject.input, freezeTable)));
    const wrote = typeof frozen === 'object' ? frozen.error : null;
    demand(subject, wrote === null, `writes to a table that it is given: ${(wrote as Error | null)?.message}`);
  },
};

const answerDetached: AssessorCheck = {
  name: 'answer-detached',
  title: 'answers in memory of its own',
  async run(subject) {
    const expected = await steadyAnswer(subject);
    if (expected === null) return;
    const given = subject.eachTable(subject.input, copyTable);
    const answer = await subject.askStraight(given);
    subject.eachTable(given, (table) => {
      overwriteTable(table);
      return table;
    });
    const difference = subject.difference(expected, answer);
    demand(subject, difference === null, `gives an answer that changes with the tables it was given: ${difference}`);
  },
};

/** What answers depend on, and what they leave alone. */
export const steadinessChecks: readonly AssessorCheck[] = [
  deterministic,
  callsIndependent,
  callsConcurrent,
  tablesUntouched,
  answerDetached,
];
