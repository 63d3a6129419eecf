import { mkdir } from 'node:fs/promises';
import { dirname, relative } from 'node:path';
import {
  canonicalJson,
  type Fingerprints,
  type Generator,
  type Json,
  resolveOptions,
  sha256,
  toHex,
} from '@verisim/core';
import {
  amount,
  endpointName,
  estimateOverBudget,
  expectedSum,
  judgeOptions,
  type LlmOptions,
  llm,
  type OpenedCalls,
  seedRows,
} from '@verisim/generator-text';
import { holdoutFingerprints } from '@verisim/workspace';
import { counted } from './counted.ts';
import { openLiveLine } from './live-line.ts';
import type { LockedTraining } from './locked-training.ts';
import { openPaidCalls, type PaidCalls } from './paid-calls.ts';
import { screenTexts } from './screen-texts.ts';
import type { Terminal } from './terminal.ts';

type Settings = Readonly<Record<string, Json>>;

/** What a play buys answers for. */
export interface LivePlayRequest {
  /** `coverage-gap`: plays of one name on one training part and target share a journal, and so a budget. */
  readonly play: string;
  readonly settings: Settings;
  readonly training: LockedTraining;
  readonly target: string;
}

/** An endpoint for the length of a play: one journal, one budget. */
export interface LivePlay {
  /** Asks the endpoint; its rows are screened before a judge is paid. */
  readonly generator: Generator<unknown, 'data'>;
  readonly options: LlmOptions;
  readonly calls: OpenedCalls;
  /** The settings that decide rows, free of passwords: they go into plans and reports. Money is not among them, so that a larger budget goes on with the same play. */
  readonly told: Settings;
  /** Says what all of so many times the questions asked so far will cost. Throws `generator-text/estimate-over-budget`. */
  sayEstimate(times: number): void;
  /** Takes the live line away. */
  quiet(): void;
  /** What was spent, for people; as facts for JSON. */
  sayBill(): void;
  bill(): Json;
  /** Says what is kept when the play ends early. */
  sayKept(): void;
  close(): Promise<void>;
}

/** Opens the endpoint of a play and the journal in its workspace. Throws what {@link openPaidCalls} throws. */
export async function openLivePlay(request: LivePlayRequest, terminal: Terminal): Promise<LivePlay> {
  const { workspace, lock } = request.training.locked;
  const options = resolveOptions(llm(null), request.settings);
  const path = workspace.path('answers', answersName(request));
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const paid = await openPaidCalls(options, path, process.env);
  const holdout = await holdoutFingerprints(workspace, lock);
  const shown = relative('.', paid.paths[0]);
  const spent = () => {
    const { money, tokens } = paid.calls.bill();
    return `${amount(money)} and ${tokens.toLocaleString('en-US')} tokens spent by all runs`;
  };
  for (const record of paid.damaged)
    terminal.sayAside(`${record} was changed on the disk: what it held is asked for again`);
  if (paid.calls.bill().tokens > 0)
    terminal.sayAside(`${shown} holds answers of earlier runs (${spent()}): they are not bought again`);
  const line = openLiveLine(terminal);
  const costs = new Map<string, number>();
  const calls = watched(paid.calls, costs, (note) => line.show({ done: costs.size, note }));
  return {
    generator: generatorOf(calls, paid, holdout) as Generator<unknown, 'data'>,
    options,
    calls,
    told: toldSettings(request.settings),
    sayEstimate: (times) => sayEstimate({ options, calls, costs: [...costs.values()] }, times, terminal),
    quiet: line.clear,
    sayBill() {
      line.clear();
      const { bought, found } = paid.calls.bill();
      terminal.say(`${spent()}; ${counted(bought, 'answer')} bought now, ${found} taken from ${shown}`);
      const dropped = [...paid.calls.bill().dropped].map(([reason, count]) => `${reason} ${count}`);
      if (dropped.length > 0) terminal.say(`rows dropped before they were drawn: ${dropped.join(', ')}`);
      if (paid.sharedFamily !== null)
        terminal.say(`warning: judge and generator are both of the family "${paid.sharedFamily}"`);
    },
    bill: () => billOf(paid),
    sayKept() {
      line.clear();
      const { bought, found } = paid.calls.bill();
      if (bought + found > 0)
        terminal.sayAside(
          `${counted(bought, 'answer')} bought now ${bought === 1 ? 'is' : 'are'} kept in ${shown} (${spent()}); to go on, run the same command again`,
        );
    },
    close: paid.close,
  };
}

/** The journal's name follows from what a play is about, not from how much it may cost. */
function answersName({ play, training, target }: LivePlayRequest): string {
  const about = canonicalJson([training.report.hash, training.locked.lock.id, target]);
  return `${play}-${toHex(sha256(about)).slice(0, 12)}`;
}

function generatorOf(calls: OpenedCalls, { judgeCalls }: PaidCalls, holdout: Fingerprints) {
  return llm({
    calls,
    ...(judgeCalls && { judgeCalls }),
    screenFor: (plan) => screenTexts(plan, { train: seedRows(plan), holdout }),
  });
}

/** Calls whose answers are told of: what each cost, and a line about all. */
function watched(calls: OpenedCalls, costs: Map<string, number>, show: (line: string) => void): OpenedCalls {
  return {
    ...calls,
    async ask(question, ctx) {
      const answer = await calls.ask(question, ctx);
      costs.set(answer.key, answer.money);
      show(calls.line());
      return answer;
    },
  };
}

/** Settings without money and passwords: what decides rows. */
export function toldSettings(settings: Settings): Settings {
  const options = resolveOptions(llm(null), settings);
  const { prices: _, budget: __, ...rest } = settings;
  const asked = judgeOptions(options);
  const told = { ...rest, baseURL: endpointName(options.baseURL) };
  if (asked === null || typeof options.judge === 'string') return told;
  const { budget: ___, baseURL, ...judge } = asked;
  const named = { ...judge, ...(baseURL !== undefined && { baseURL: endpointName(baseURL) }) };
  return { ...told, judge: named as unknown as Json };
}

interface Known {
  readonly options: LlmOptions;
  readonly calls: OpenedCalls;
  /** Of each answer so far, in millionths. */
  readonly costs: readonly number[];
}

function sayEstimate({ options, calls, costs }: Known, times: number, { sayAside }: Terminal): void {
  if ((options.prices === 0 && options.budget === null) || costs.length < 2) return;
  const questions = Math.max(costs.length, Math.round(costs.length * times));
  const { low, middle, high } = expectedSum(costs, questions, Number.POSITIVE_INFINITY);
  sayAside(
    `estimate: ${amount(middle)} (${amount(low)} to ${amount(high)}) for ${counted(questions, 'question')} of the whole play, after ${costs.length} of them`,
  );
  const limit = typeof options.budget === 'number' ? options.budget : options.budget?.money;
  if (limit === undefined) return;
  // What earlier runs spent on other questions is gone as well.
  const gone = Math.max(0, calls.bill().money - costs.reduce((sum, cost) => sum + cost, 0));
  if (low + gone > limit * 1e6) throw estimateOverBudget(amount(low), amount(high), amount(limit * 1e6));
  if (high + gone > limit * 1e6)
    sayAside(`the budget of ${amount(limit * 1e6)} may end the play: answers bought by then are kept`);
}

function billOf({ calls, judgeCalls }: PaidCalls): Json {
  const facts = [calls, ...(judgeCalls ? [judgeCalls] : [])].map((one) => {
    const { money, tokens, lost, sent, retried, bought, found, dropped } = one.bill();
    const counts = { sent, retried, bought, found, dropped: Object.fromEntries(dropped) };
    return { microunits: money, tokens, lost: { ...lost }, ...counts };
  });
  return facts.length === 1 ? facts[0] : { ...facts[0], judge: facts[1] };
}
