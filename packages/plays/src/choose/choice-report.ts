import type { ReportSection, ReportTable } from '@verisim/report';
import type { ChoiceAccount, CriterionAccount, CriterionName, RungAccount } from './choice-account.ts';
import { MOST_COMPARED } from './choice-split.ts';

const NAMES: readonly CriterionName[] = ['column shapes', 'pair trends', 'detection', 'training'];

/** Which generator was chosen and why, in a sentence or two. */
export function choiceSentence({ chosen, passed, rungs, notJudged }: ChoiceAccount): string {
  if (passed) {
    const before = rungs.findIndex(({ state }) => state === 'passed');
    const open = notJudged.map(({ criterion }) => criterion).join(', ');
    const which = open === '' ? 'every criterion' : `what could be judged (not judged: ${open})`;
    return `${chosen}: ${before === 0 ? 'the simplest generator' : 'the simplest that'} passes ${which}.`;
  }
  if (rungs.every(({ criteria }) => criteria.length === 0))
    return `${chosen}: nothing could be judged, so the simplest generator was taken. No claim is made of these rows.`;
  const won = rungs.find(({ name, state }) => name === chosen && state === 'lacking');
  const also = rungs.length === 1 ? 'It does not pass' : 'None passes every criterion; this one comes nearest';
  return `${chosen}: ${also}. What it lacks: ${won ? lacks(won) : ''}. Evaluate these rows before you use them.`;
}

/** What a rung lacked, criterion by criterion; empty when it passed. */
export function lacks({ criteria, why }: RungAccount): string {
  if (why !== null) return why;
  return criteria
    .filter(({ passed }) => !passed)
    .map(lacked)
    .join('; ');
}

/** The choice as a table: real rows, limits, then rung by rung. */
export function choiceTable({ rungs, rows, columns }: ChoiceAccount): ReportTable {
  const judged = rungs.find(({ criteria }) => criteria.length > 0)?.criteria ?? [];
  const names = NAMES.filter((name) => judged.some(({ criterion }) => criterion === name));
  const of = (criteria: readonly CriterionAccount[], cell: (criterion: CriterionAccount) => string) =>
    names.map((name) => {
      const criterion = criteria.find((one) => one.criterion === name);
      return criterion ? cell(criterion) : '';
    });
  const head = names.map((name) => headOf(judged.find(({ criterion }) => criterion === name)));
  const figures = rungs.map((rung) => [
    rung.name,
    ...of(rung.criteria, (one) => shown(one, one.value) + (one.passed ? '' : ' *')),
    rung.state === 'lacking' && rung.criteria.length === 0 ? 'not judged' : rung.state,
  ]);
  const wide =
    columns.of === columns.compared || columns.compared < MOST_COMPARED
      ? ''
      : `; ${columns.compared} of ${columns.of} columns compared`;
  return {
    caption: `Simplest first: fitted to ${rows.fit.toLocaleString('en-US')} real rows, judged on ${rows.validation.toLocaleString('en-US')} others (* = beyond the limit)${wide}`,
    columns: ['', ...head, 'result'],
    rows: [
      ['real rows', ...of(judged, (one) => shown(one, one.reference)), ''],
      ['limit', ...of(judged, (one) => shown(one, one.limit)), ''],
      ...figures,
    ].filter((_, i) => i > 1 || judged.length > 0),
  };
}

/** The choice as a part of a report. */
export function choiceSection(account: ChoiceAccount): ReportSection {
  const lacking = account.rungs.filter(({ state }) => state === 'lacking' || state === 'not fitted');
  const text = [
    choiceSentence(account),
    ...lacking.filter((rung) => lacks(rung) !== '').map((rung) => `${rung.name} lacks: ${lacks(rung)}.`),
    ...account.notJudged.map(({ criterion, why }) => `Not judged, ${criterion}: ${why}.`),
  ];
  return { title: 'Which generator, and why', text, tables: [choiceTable(account)] };
}

function lacked(one: CriterionAccount): string {
  if (one.value === null) return `${one.criterion}: ${one.worst || 'not defined on these rows'}`;
  const interval = one.low === null || one.high === null ? '' : ` [${shown(one, one.low)}, ${shown(one, one.high)}]`;
  const most = one.worst === '' ? '' : `, most in ${one.worst}`;
  const line = one.better === 'lower' ? 'at most' : 'at least';
  return `${words(one)} ${shown(one, one.value)}${interval}, ${line} ${shown(one, one.limit)} (real rows ${shown(one, one.reference)})${most}`;
}

function headOf(one: CriterionAccount | undefined): string {
  if (one === undefined) return '';
  return { 'column shapes': 'shapes', 'pair trends': 'trends', detection: 'detector AUC', training: trained(one) }[
    one.criterion
  ];
}

function words(one: CriterionAccount): string {
  const texts = {
    'column shapes': 'column shapes off by',
    'pair trends': 'pair trends off by',
    detection: 'a detector reaches AUC',
  };
  return one.criterion === 'training' ? `a model trained on its rows reaches ${trained(one)}` : texts[one.criterion];
}

const trained = ({ metric }: CriterionAccount): string => (metric === 'tstr-r2' ? 'R2' : 'ROC AUC');

/** Errors in per cent, scores as they are. */
function shown({ metric }: CriterionAccount, value: number | null): string {
  if (value === null) return 'none';
  return metric.endsWith('-error') ? `${(100 * value).toFixed(2)} %` : value.toFixed(3);
}
