import type { Context, Random } from '@verisim/core';
import { type Agreement, cohenKappa, wilsonInterval } from '@verisim/statistics';
import { askChecked } from '../calls/ask-checked.ts';
import type { OpenedCalls } from '../calls/calls.ts';
import type { Question } from '../calls/question.ts';
import { sideBySide, type Tally } from '../calls/side-by-side.ts';
import { shuffled } from '../diversity/grid.ts';
import { nonceFor } from '../tasks/fence.ts';
import { DEFAULT_RUBRIC, type Judgement, judgeTask } from '../tasks/judge-task.ts';
import { chatBody, labelTokens } from './ask-slots.ts';
import type { Candidate } from './candidates.ts';
import { type JudgeOptions, judgeOptions } from './llm-options.ts';
import { readJson } from './read-json.ts';
import type { TextPlan } from './text-plan.ts';

/** How far a judge agrees with people on labels, before it is believed. */
export interface JudgeCalibration {
  /** Seeds that it was asked about, and those of them that it answered. */
  readonly asked: number;
  readonly rows: number;
  /** Share of those that it labels as people did, with its 95 % interval. */
  readonly agreement: number;
  readonly low: number;
  readonly high: number;
  /** Beyond chance; `null` where one label was all there was. */
  readonly kappa: Agreement | null;
}

interface Judging {
  readonly question: Question & { readonly api: 'chat' };
  readonly rubric: readonly string[];
  readonly labels: readonly string[];
}

const SCORE_TOKENS = 16;

/**
 * Asks the judge about rows, each alone, and says of each whether it accepts: the label it would give, not knowing which was asked for, is the row's, and every score of the
 * rubric is high enough. A row that it gives no usable answer about is not accepted.
 */
export async function judgeRows(
  plan: TextPlan,
  calls: OpenedCalls,
  rows: readonly Candidate[],
  tally: () => Tally,
  ctx: Context,
): Promise<readonly Candidate[]> {
  const judge = judgeOptions(plan.options);
  if (judge === null) return rows;
  const judged: Candidate[] = [];
  const ask = async (row: Candidate): Promise<Candidate> => {
    const judging = judgeQuestion(plan, judge, Object.entries(row.values), row.label, ctx.random);
    return { ...row, judged: verdictOf(judge, row.label, await judgementOf(calls, judging, ctx)) };
  };
  for await (const row of sideBySide(calls, rows, ask, tally, ctx)) judged.push(row);
  return judged;
}

/** Asks the judge about seeds whose label people gave, evenly spread over the labels. `null` where there are no labels to compare. */
export async function calibrateJudge(
  plan: TextPlan,
  calls: OpenedCalls,
  ctx: Context,
): Promise<JudgeCalibration | null> {
  const judge = judgeOptions(plan.options);
  const known = plan.seeds.filter(({ label }) => label !== null && plan.labels.includes(label));
  if (judge === null || judge.calibration === 0 || plan.labels.length < 2 || known.length === 0) return null;
  const random = ctx.random.fork('calibration');
  const order = Array.from(shuffled(known.length, random), (i) => known[i]);
  const turns = new Map<string | null, number>();
  const ranked = order.map((seed) => {
    const turn = turns.get(seed.label) ?? 0;
    turns.set(seed.label, turn + 1);
    return { seed, turn };
  });
  const chosen = ranked.sort((a, b) => a.turn - b.turn).slice(0, judge.calibration);
  const counts = plan.labels.map(() => plan.labels.map(() => 0));
  const ask = async ({ seed }: (typeof chosen)[number]) => {
    const judging = judgeQuestion(plan, judge, [['text', seed.text]], seed.label, ctx.random);
    return { human: seed.label, judgement: await judgementOf(calls, judging, ctx) };
  };
  const tally = () => ({ kept: 0, total: chosen.length });
  for await (const { human, judgement } of sideBySide(calls, chosen, ask, tally, ctx)) {
    if (judgement?.label === undefined) continue;
    counts[plan.labels.indexOf(human ?? '')][plan.labels.indexOf(judgement.label)]++;
  }
  return agreementOf(counts, chosen.length);
}

function agreementOf(counts: readonly (readonly number[])[], asked: number): JudgeCalibration {
  const rows = counts.flat().reduce((sum, count) => sum + count, 0);
  const agreed = counts.reduce((sum, row, i) => sum + row[i], 0);
  const { low, high } = rows === 0 ? { low: 0, high: 1 } : wilsonInterval(agreed / rows, rows);
  return { asked, rows, agreement: rows === 0 ? 0 : agreed / rows, low, high, kappa: cohenKappa(counts) };
}

/** The question about one row. It follows from the row and chance alone, so the same row is judged once. */
export function judgeQuestion(
  plan: TextPlan,
  judge: JudgeOptions,
  texts: readonly (readonly [string, string])[],
  label: string | null,
  base: Random,
): Judging {
  const random = base.fork(`judge:${JSON.stringify([texts, label])}`);
  const labels = label === null || plan.labels.length < 2 ? [] : plan.labels;
  const shown = Array.from(shuffled(labels.length, random.fork('labels')), (i) => labels[i]);
  const rubric = judge.rubric ?? DEFAULT_RUBRIC;
  const nonce = nonceFor(
    texts.map(([, text]) => text),
    random.fork('nonce'),
  );
  const row = { nonce, texts, labels: shown, about: plan.about, rubric };
  const { asking } = plan.options;
  // Other models may not know the parameters of the generator's.
  const own = { ...plan.options, asking: { ...asking, parameters: {} } };
  const tokens = labelTokens(labels) + SCORE_TOKENS * rubric.length;
  const { baseURL = plan.options.baseURL } = judge;
  const body = chatBody(own, judge.model, baseURL, judgeTask.prompt(row), judgeTask.schema(row), tokens);
  const { name, version } = judgeTask;
  return { question: { api: 'chat', task: { name, version }, body }, rubric, labels: shown };
}

async function judgementOf(
  calls: OpenedCalls,
  { question, rubric, labels }: Judging,
  ctx: Context,
): Promise<Judgement | null> {
  const schema = judgeTask.schema({ rubric, labels });
  const { value } = await askChecked(calls, question, (text) => readJson(schema, text), ctx);
  return value;
}

function verdictOf({ least, model }: JudgeOptions, label: string | null, judgement: Judgement | null) {
  const by = `${model} ${judgeTask.name}@${judgeTask.version}`;
  if (judgement === null) return { accepts: false, says: `no usable answer; ${by}` };
  const { label: own, scores } = judgement;
  const accepts = (own === undefined || own === label) && scores.every((score) => score >= least);
  const says = [...(own === undefined ? [] : [`label ${own}`]), `scores ${scores.join(' ')}`, by].join('; ');
  return { accepts, says };
}
