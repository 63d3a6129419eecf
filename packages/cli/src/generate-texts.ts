import { basename } from 'node:path';
import {
  type Condition,
  type Context,
  createContext,
  forkContext,
  type Json,
  resolveOptions,
  sayLineage,
  sharedLineage,
  splitLineage,
  type Table,
} from '@verisim/core';
import {
  amount,
  calibrateJudge,
  type Estimate,
  endpointName,
  estimateOverBudget,
  firstQuestions,
  type JudgeCalibration,
  judgeOptions,
  type LlmOptions,
  labelTexts,
  llm,
  type MadeTexts,
  makeTexts,
  notePlan,
  pilot,
  planTexts,
  type TextPlan,
  textsTable,
} from '@verisim/generator-text';
import { type ReadReport, writeTable } from '@verisim/io';
import type { HoldoutFingerprints, PinnedFile } from '@verisim/workspace';
import type { Call } from './call.ts';
import { counted } from './counted.ts';
import { paidNeedsOutput } from './errors.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { openLiveLine } from './live-line.ts';
import { openPaidCalls, type PaidCalls } from './paid-calls.ts';
import { plain } from './printable.ts';
import { openRowRecord } from './record-rows.ts';
import { NOT_CHECKED, screenTexts } from './screen-texts.ts';
import { printJson, type Terminal } from './terminal.ts';

/** What `verisim generate` was asked for, of a generator that asks an endpoint. */
export interface TextOrder {
  readonly file: string;
  readonly settings: Readonly<Record<string, Json>>;
  readonly rows: number | null;
  readonly where: readonly Condition[];
  readonly seed: string;
  readonly output: string | undefined;
  readonly lineage: string | undefined;
  readonly fingerprints: HoldoutFingerprints | undefined;
  readonly depth: number;
}

/** The rows to learn from, as they were read. */
interface TextInput {
  readonly train: Table;
  readonly report: ReadReport;
  readonly pinned: PinnedFile;
}

/** Everything that one run works with. */
interface TextRun {
  readonly order: TextOrder & { readonly output: string };
  readonly input: TextInput;
  readonly options: LlmOptions;
  readonly plan: TextPlan;
  readonly paid: PaidCalls;
  readonly request: { readonly rows: number; readonly where?: readonly Condition[] };
  readonly notes: Readonly<Record<string, Json>>;
  readonly ctx: Context;
}

/** What came of it. */
interface TextOutcome {
  readonly estimate: Estimate | null;
  readonly calibration: JudgeCalibration | null;
  readonly made: MadeTexts;
}

/**
 * `verisim generate -g llm`: plans prompts from the seeds, asks a few to say what the run will cost, calibrates the judge, makes the rows and writes them with what they
 * cost. Every answer is in the journal beside the output before it is read, so that the same command goes on where it stopped, to the same bytes.
 */
export async function generateTexts(given: TextOrder, input: TextInput, call: Call): Promise<ExitCode> {
  const { terminal, signal } = call;
  if (given.output === undefined) throw paidNeedsOutput();
  const order = { ...given, output: given.output };
  const generator = llm(null);
  const options = resolveOptions(generator, order.settings);
  const plan = planTexts(input.train, options);
  const paid = await openPaidCalls(options, order.output, process.env);
  const line = openLiveLine(terminal);
  const notes: Record<string, Json> = {};
  const note = (key: string, value: Json) => {
    notes[key] = value;
  };
  const base = createContext({ seed: order.seed, signal, note, progress: line.show });
  notePlan(plan, base);
  const asked = order.rows ?? input.train.rows;
  const rows = plan.task.name === 'labelling' ? Math.min(asked, plan.seeds.length) : asked;
  const request = { rows, ...(order.where.length > 0 && { where: order.where }) };
  const run: TextRun = { order, input, options, plan, paid, request, notes, ctx: forkContext(base, 'block:0') };
  try {
    sayFound(run, terminal);
    const estimate = await estimateCost(run, terminal, line.clear);
    const calibration = await calibrate(run, terminal, line.clear);
    const make = plan.task.name === 'labelling' ? labelTexts : makeTexts;
    const screen = screenTexts(plan, {
      train: input.train,
      ...(order.fingerprints && { holdout: order.fingerprints }),
    });
    const judgeCalls = paid.judgeCalls ?? undefined;
    const made = await make(plan, { calls: paid.calls, ...(judgeCalls && { judgeCalls }), screen }, request, run.ctx);
    line.clear();
    if (made.rows.length > 0) await write(run, made, signal);
    return say(run, { estimate, calibration, made }, terminal);
  } catch (error) {
    line.clear();
    sayKept(run, terminal);
    throw error;
  } finally {
    await paid.close();
  }
}

/** What an earlier run of the same command left. */
function sayFound({ paid, order }: TextRun, { sayAside }: Terminal): void {
  if (order.fingerprints?.size === 0 && order.fingerprints.texts === 0)
    sayAside(
      'warning: the locked holdout has no texts of 30 characters or more, and is too small to tell its rows from chance: they are not looked for among the answers',
    );
  for (const record of paid.damaged) sayAside(`${record} was changed on the disk: what it held is asked for again`);
  const { money, tokens } = paid.calls.bill();
  if (tokens > 0)
    sayAside(
      `${basename(order.output)}.answers holds answers of earlier runs (${spent(money, tokens)}): they are not bought again`,
    );
}

/** Asks a few questions and says what all will cost. Throws `generator-text/estimate-over-budget`. */
async function estimateCost(
  { plan, paid, options, request, ctx }: TextRun,
  terminal: Terminal,
  clear: () => void,
): Promise<Estimate | null> {
  if (options.prices === 0 && options.budget === null) return null;
  const questions = firstQuestions(plan, request, ctx);
  const before = paid.calls.bill();
  const estimate = await pilot(paid.calls, questions, ctx);
  clear();
  const { low, middle, high } = estimate.money;
  const usable = `${Math.round(100 * estimate.usable)} %`;
  terminal.sayAside(
    `estimate: ${amount(middle)} (${amount(low)} to ${amount(high)}) for ${counted(estimate.questions, 'question')}, after ${estimate.pilot} of them, ${usable} of the answers usable. Asking again for what is dropped${judgeOptions(options) ? ', and the judge,' : ''} comes on top`,
  );
  const limit = typeof options.budget === 'number' ? options.budget : options.budget?.money;
  // What earlier runs spent on other questions is gone as well.
  const gone = Math.max(0, before.money - estimate.money.low);
  if (limit !== undefined && low + gone > limit * 1e6) {
    throw estimateOverBudget(amount(low), amount(high), amount(limit * 1e6));
  }
  if (limit !== undefined && high + gone > limit * 1e6)
    terminal.sayAside(`the budget of ${amount(limit * 1e6)} may end the run: answers bought by then are kept`);
  return estimate;
}

async function calibrate(
  { plan, paid, ctx }: TextRun,
  terminal: Terminal,
  clear: () => void,
): Promise<JudgeCalibration | null> {
  const found = await calibrateJudge(plan, paid.judgeCalls ?? paid.calls, ctx);
  clear();
  if (found !== null) terminal.sayAside(calibrationText(found));
  return found;
}

function calibrationText({ rows, asked, agreement, low, high, kappa }: JudgeCalibration): string {
  const share = (value: number) => `${(100 * value).toFixed(0)} %`;
  const beyond =
    kappa === null ? '' : `, kappa ${kappa.kappa.toFixed(2)} (${kappa.low.toFixed(2)} to ${kappa.high.toFixed(2)})`;
  const words = `the judge gives ${rows} of ${asked} real texts the label that people gave in ${share(agreement)} (${share(low)} to ${share(high)})${beyond}`;
  return kappa !== null && kappa.kappa < LEAST_KAPPA
    ? `warning: ${words}: it is hardly a judge of these labels`
    : words;
}

/** Above it Landis & Koch (1977) speak of "moderate" agreement. */
const LEAST_KAPPA = 0.4;

async function write({ order, input, plan, ctx }: TextRun, made: MadeTexts, signal: AbortSignal): Promise<void> {
  const { table, said } = splitLineage(textsTable(plan, made.rows));
  await input.pinned.requireUnchanged(input.report.hash);
  const record = await openRowRecord(order.output);
  await writeTable(record.watched(alone(table)), order.output, { signal });
  await record.keep(input.report.hash);
  if (order.lineage === undefined) return;
  ctx.signal.throwIfAborted();
  const run = `${input.report.hash.slice(0, 8)}-${order.seed}`;
  const { name, version } = llm(null);
  const shared = { generator: name, generator_version: version, run, block: 0, depth: order.depth } as const;
  const own = sharedLineage(table.rows, { origin: 'synthetic', split: 'train', ...shared }, `${run}/0/`);
  await writeTable(sayLineage(own, said && withParentIds(said, basename(order.file))), order.lineage, { signal });
}

/** Parents as the ids of real rows. */
function withParentIds(said: Table, file: string): Table {
  const at = said.spec.columns.findIndex(({ name }) => name === 'parents');
  const column = said.columns[at];
  if (column?.storage !== 'text') return said;
  const values = column.values.map((cell) => cell?.replaceAll(/\d+/g, (row) => `${file}:${row}`) ?? null);
  return { ...said, columns: said.columns.with(at, { storage: 'text', values }) };
}

function say(run: TextRun, outcome: TextOutcome, terminal: Terminal): ExitCode {
  const { order, paid, request, notes } = run;
  const { made } = outcome;
  const bills = [paid.calls, ...(paid.judgeCalls ? [paid.judgeCalls] : [])].map((calls) => calls.bill());
  const missing = request.rows - made.rows.length;
  if (terminal.json) printJson(summaryOf(run, outcome));
  else {
    const say = (text: string) => terminal.say(plain(text));
    say(made.rows.length === 0 ? 'nothing is written' : `${order.output}: ${counted(made.rows.length, 'row')}`);
    const dropped = [...made.dropped].map(([reason, count]) => `${reason} ${count.toLocaleString('en-US')}`);
    if (dropped.length > 0) say(`dropped and asked for again: ${dropped.join(', ')}`);
    for (const { money, tokens, lost, bought, found } of bills) {
      say(
        `${spent(money, tokens)} by all runs; ${counted(bought, 'answer')} bought now, ${found} taken from the journal`,
      );
      if (lost.calls > 0)
        say(
          `${counted(lost.calls, 'call')} may have been paid for without an answer (at most ${amount(lost.money)}, counted above)`,
        );
    }
    if (paid.sharedFamily !== null) say(`warning: judge and generator are both of the family "${paid.sharedFamily}"`);
    if (typeof notes['seeds-normalised'] === 'number')
      say(
        `${counted(notes['seeds-normalised'], 'seed')} held hidden characters, which prompts do not show (tag "seed normalised")`,
      );
    if (Array.isArray(notes['not-modelled'])) say(`not written, left empty: ${notes['not-modelled'].join(', ')}`);
    for (const [key, message] of Object.entries(notes)) if (key.startsWith(NOT_CHECKED)) say(`warning: ${message}`);
    if (missing > 0) say(`${counted(missing, 'row')} could not be had${missingText(made)}`);
  }
  return missing > 0 ? exitCodes.attention : exitCodes.done;
}

function missingText({ missing }: MadeTexts): string {
  const named = missing.filter(({ label }) => label !== null);
  return named.length === 0 ? '' : `: ${named.map(({ label, rows }) => `${rows} of "${label}"`).join(', ')}`;
}

const spent = (money: number, tokens: number) => `${amount(money)} and ${tokens.toLocaleString('en-US')} tokens spent`;

/** What was bought before a run ended is not lost. */
function sayKept({ paid, order }: TextRun, { sayAside }: Terminal): void {
  const { bought, found, money, tokens } = paid.calls.bill();
  if (bought + found === 0) return;
  sayAside(
    `${counted(bought, 'answer')} bought now ${bought === 1 ? 'is' : 'are'} kept in ${basename(order.output)}.answers (${spent(money, tokens)} by all runs); to go on, run the same command again`,
  );
}

function summaryOf(
  { order, input, options, paid, request, notes }: TextRun,
  { estimate, calibration, made }: TextOutcome,
) {
  const { prices, budget, baseURL, judge, ...rest } = options;
  const asked = judgeOptions(options);
  const judgeAt = asked?.baseURL === undefined ? {} : { baseURL: endpointName(asked.baseURL) };
  const { name, version } = llm(null);
  return {
    output: made.rows.length === 0 ? null : order.output,
    rows: made.rows.length,
    requested: request.rows,
    shortfall: request.rows - made.rows.length,
    missing: made.missing,
    dropped: Object.fromEntries(made.dropped),
    rounds: made.rounds,
    generator: { name, version, options: { ...rest, baseURL: endpointName(baseURL), prices, budget } },
    judge: asked && { ...asked, ...judgeAt, sharedFamily: paid.sharedFamily, calibration },
    where: order.where,
    source: { file: input.report.file, hash: input.report.hash },
    seed: order.seed,
    estimate,
    bill: billFacts(paid.calls),
    ...(paid.judgeCalls && { judgeBill: billFacts(paid.judgeCalls) }),
    notes,
  };
}

function billFacts(calls: PaidCalls['calls']) {
  const { money, tokens, lost, sent, retried, bought, found } = calls.bill();
  return { microunits: money, tokens, lost, sent, retried, bought, found };
}

async function* alone(table: Table): AsyncGenerator<Table> {
  yield table;
}
