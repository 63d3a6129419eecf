import type { Verdict } from '@verisim/core';
import { ask, steadyAnswer } from './assessor.ts';
import { answers, assessorChecks } from './assessor-checks.ts';
import { demand } from './demand.ts';
import { gated } from './gated.ts';
import { demandIdentity, pluginChecks } from './plugin-checks.ts';
import { reorderRows } from './table-changes.ts';
import type { ValidatorCheck, ValidatorCheckName } from './validator-check.ts';
import type { ValidatorSubject } from './validator-subject.ts';
import { reorderVerdict, sameMeaning } from './verdict-difference.ts';
import { dropsFault, findingRowsFault, findingsFault, formFault, keepFault, tagsFault } from './verdict-faults.ts';

const shape: ValidatorCheck = {
  name: 'shape',
  title: 'is a validator of api 1 that says who it is',
  async run(subject) {
    demandIdentity(subject, 'validator');
    demand(subject, typeof subject.plugin.check === 'function', 'lacks check');
  },
};

/** Looks for one fault in the verdicts on the usual batches; `formed`: only where nothing is wrong with their form. */
function verdictCheck(
  name: ValidatorCheckName,
  title: string,
  fault: (verdict: Verdict, rows: number) => string | null,
  formed = false,
): ValidatorCheck {
  return {
    name,
    title,
    async run(subject) {
      for (const input of [subject.other, subject.input]) {
        const { rows } = input.batch;
        const verdict = await ask(subject, input);
        demand(subject, typeof verdict === 'object' && verdict !== null, 'gives no verdict');
        if (formed && formFault(verdict, rows) !== null) continue;
        const found = fault(verdict, rows);
        if (found !== null) demand(subject, false, found);
      }
    },
  };
}

/** The steady verdict on the usual batch, `null` where another check speaks for it. */
async function soundVerdict(subject: ValidatorSubject): Promise<Verdict | null> {
  const verdict = await steadyAnswer(subject);
  return verdict === null || subject.fault(verdict, subject.input) !== null ? null : verdict;
}

const rowOrder: ValidatorCheck = {
  name: 'row-order',
  title: 'judges a row whatever its place in the batch',
  async run(subject) {
    const verdict = await soundVerdict(subject);
    if (verdict === null) return;
    const { table, order } = reorderRows(subject.input.batch);
    const found = await ask(subject, { ...subject.input, batch: table });
    const difference = sameMeaning(reorderVerdict(verdict, order), found);
    demand(subject, difference === null, `judges the same rows otherwise in another order: ${difference}`);
  },
};

const evidenceOrder: ValidatorCheck = {
  name: 'evidence-order',
  title: 'judges a batch whatever the order of the training rows',
  async run(subject) {
    const verdict = await soundVerdict(subject);
    const { train } = subject.input;
    if (verdict === null || train === undefined) return;
    const found = await ask(subject, { ...subject.input, train: reorderRows(train).table });
    const difference = sameMeaning(verdict, found);
    demand(subject, difference === null, `judges otherwise with the training rows in another order: ${difference}`);
  },
};

/** Everything that the kit asks of a validator, plain data, in the order in which it is worth reading. */
export const validatorChecks: readonly ValidatorCheck[] = [
  shape,
  ...pluginChecks,
  ...gated<ValidatorSubject, ValidatorCheckName>(answers, [
    verdictCheck('keep', 'says of each row whether it is kept', keepFault),
    verdictCheck('findings', 'gives findings with a rule, a level, a message and rows', findingsFault),
    verdictCheck('finding-rows', 'finds things in rows of the batch, each once, ascending', findingRowsFault, true),
    verdictCheck('drops', 'drops the rows that a dropping finding names, and no others', dropsFault, true),
    verdictCheck('tags', 'gives tags with one value for each row', tagsFault),
    rowOrder,
    evidenceOrder,
    ...assessorChecks,
  ]),
];
