import { cancel, isCancel, log, select, text } from '@clack/prompts';
import { isVerisimError, type Table } from '@verisim/core';
import type { ReadReport, ReadResult } from '@verisim/io';
import { counted } from './counted.ts';
import {
  checkGap,
  checkOwners,
  checkTerms,
  classesLine,
  classesOf,
  gapRows,
  type RawAnswers,
  targetCandidates,
} from './init-answers.ts';
import { plain } from './printable.ts';

/** Reads the data file, with formats of date columns where the user was asked for them. */
export type ReadFile = (file: string, formats?: Readonly<Record<string, string>>) => Promise<ReadResult>;

/** The answers, what they were checked against, and the formats of dates that could be read in two ways. */
export interface AskedAnswers {
  readonly answers: RawAnswers;
  readonly data: ReadResult;
  readonly formats: Readonly<Record<string, string>>;
}

/** Asks for what is missing. `null` when the user breaks off. */
export async function askAnswers(given: RawAnswers, read: ReadFile): Promise<AskedAnswers | null> {
  try {
    const answers: { -readonly [K in keyof RawAnswers]: RawAnswers[K] } = { ...given };
    let data: ReadResult | undefined;
    answers.data = await settle(
      given.data,
      'Which file holds the real rows?',
      { placeholder: 'data.csv' },
      async (file) => {
        data = await read(file);
      },
    );
    const formats = await askFormats(data!.report);
    if (Object.keys(formats).length > 0) data = await read(answers.data, formats);
    const { table } = data!;
    log.info(plain(`${counted(table.rows, 'row')}: ${kindsLine(table)}`));
    answers.gap = await settle(
      given.gap,
      'What is the gap? One sentence: which rows are too few, and why that matters.',
      {},
      checkGap,
    );
    answers.target = await askTarget(given.target, table);
    log.info(plain(`Classes of ${answers.target}: ${classesLine(classesOf(table, answers.target))}`));
    answers.where = await askWhere(given.where, table);
    answers.metric = await askMetric(given.metric);
    const terms = (more: RawAnswers) => checkTerms({ ...answers, ...more });
    answers.threshold = await settle(
      given.threshold,
      'The smallest lift worth having?',
      { initialValue: '0.01' },
      (threshold) => terms({ threshold }),
    );
    const line = 'What must a model reach on the metric to be of use at all? Empty: no such line.';
    const requirement = await settle(
      given.requirement,
      line,
      {},
      (wanted) => wanted === '' || terms({ requirement: wanted }),
    );
    answers.requirement = requirement === '' ? undefined : requirement;
    const owners = await settle(
      given.owners?.join(', '),
      'Who answers for the data and the decision? Names, by commas.',
      {},
      (names) => checkOwners(names.split(',')),
    );
    answers.owners = given.owners ?? owners.split(',');
    return { answers, data: data!, formats };
  } catch (error) {
    if (error !== BROKEN_OFF) throw error;
    cancel('Nothing was written.');
    return null;
  }
}

const BROKEN_OFF: unique symbol = Symbol('broken off');

/** An answer that passes its check: the given one or it fails, else asked for until it does. */
async function settle(
  given: string | undefined,
  message: string,
  options: { readonly placeholder?: string; readonly initialValue?: string },
  check: (answer: string) => unknown,
): Promise<string> {
  if (given !== undefined) {
    await check(given);
    return given;
  }
  for (;;) {
    const answer = finished(await text({ message, ...options })) ?? '';
    try {
      await check(answer);
      return answer;
    } catch (error) {
      if (!isVerisimError(error)) throw error;
      log.error(plain(`${error.message} ${error.next}`));
    }
  }
}

function finished<T>(answer: T): Exclude<T, symbol> {
  if (isCancel(answer)) throw BROKEN_OFF;
  return answer as Exclude<T, symbol>;
}

/** The reader's questions: dates that could be read in more than one order. */
async function askFormats({ questions }: ReadReport): Promise<Readonly<Record<string, string>>> {
  const formats: [string, string][] = [];
  for (const { column, question, formats: choices } of questions) {
    const options = [...choices.map((value) => ({ value, label: value })), { value: '', label: 'leave it as text' }];
    const chosen = finished(await select({ message: plain(`${column}: ${question}`), options }));
    if (chosen !== '') formats.push([column, chosen]);
  }
  return Object.fromEntries(formats);
}

async function askTarget(given: string | undefined, table: Table): Promise<string> {
  const candidates = targetCandidates(table);
  const check = (target: string) => classesOf(table, target);
  if (given !== undefined || candidates.length === 0)
    return settle(given, 'Which column is to be predicted?', {}, check);
  const options = candidates.map(({ name, kind }) => ({ value: name, label: plain(name), hint: kind }));
  return finished(await select({ message: 'Which column is to be predicted?', options, maxItems: 12 }));
}

async function askWhere(given: string | undefined, table: Table): Promise<string | undefined> {
  const message = `Which rows are in the gap? A condition such as age between 20 and 30. Empty: say so later.`;
  const where = await settle(given, message, {}, (condition) => condition === '' || gapRows(table, condition));
  if (where === '') return undefined;
  log.info(plain(`${counted(gapRows(table, where), 'row')} of ${table.rows.toLocaleString('en-US')} in the gap`));
  return where;
}

async function askMetric(given: string | undefined): Promise<string> {
  if (given !== undefined) return (await checkTerms({ metric: given })).metric;
  const options = [
    { value: 'roc-auc', label: 'roc-auc', hint: 'ranks well, whatever the class shares' },
    { value: 'average-precision', label: 'average-precision', hint: 'finds a rare class' },
    { value: 'macro-f1', label: 'macro-f1', hint: 'every class counts alike' },
    { value: 'log-loss', label: 'log-loss', hint: 'good probabilities; lower is better' },
  ];
  return finished(await select({ message: 'What is lift measured in?', options }));
}

function kindsLine(table: Table): string {
  const shown = table.spec.columns.slice(0, 12).map(({ name, kind }) => `${name} (${kind})`);
  const rest = table.spec.columns.length - shown.length;
  return shown.join(', ') + (rest > 0 ? ` and ${rest} more` : '');
}
