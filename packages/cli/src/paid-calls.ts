import { createHash } from 'node:crypto';
import { basename, dirname, join } from 'node:path';
import { setTimeout as later } from 'node:timers/promises';
import {
  type Clock,
  endpointName,
  judgeOptions,
  type LlmOptions,
  noPrice,
  type OpenedCalls,
  openCalls,
  type Prices,
} from '@verisim/generator-text';
import { openAnswerJournal } from '@verisim/workspace';
import OpenAI from 'openai';
import { judgeIsGenerator, noApiKey, noBudget } from './errors.ts';

/** Calls to the endpoints of a run, and what they cost. */
export interface PaidCalls {
  readonly calls: OpenedCalls;
  /** Of a judge at another endpoint. */
  readonly judgeCalls: OpenedCalls | null;
  /** The journals, those of answers first. */
  readonly paths: readonly string[];
  /** Parts of a journal that were changed on the disk. */
  readonly damaged: readonly string[];
  /** A family that judge and generator share, by the user's own wish; `null` when they share none. */
  readonly sharedFamily: string | null;
  close(): Promise<void>;
}

const clock: Clock = {
  now: () => performance.now(),
  sleep: (ms, signal) =>
    later(ms, undefined, { signal }).then(
      () => {},
      () => {},
    ),
};

/**
 * Opens the endpoint and the journal beside the output. The key comes from the environment alone and is written nowhere. Throws `cli/no-api-key`, `cli/no-budget`,
 * `cli/judge-is-generator`, `generator-text/no-price`, and the errors of the journal: `workspace/locked` when another process has it.
 */
export async function openPaidCalls(
  options: LlmOptions,
  output: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<PaidCalls> {
  const judge = judgeOptions(options);
  const sharedFamily = judge === null ? null : await familyShared(options.model, judge.model);
  if (sharedFamily !== null && judge?.sameFamily === false) {
    throw judgeIsGenerator(options.model, judge.model, sharedFamily);
  }
  const models = [options.model, ...(judge === null ? [] : [judge.model])];
  const prices: Prices =
    options.prices === 0 ? Object.fromEntries(models.map((model) => [model, FREE])) : options.prices;
  for (const model of models) if (!Object.hasOwn(prices, model)) throw noPrice(model, Object.keys(prices));
  const apart = judge?.baseURL !== undefined && judge.baseURL !== options.baseURL ? judge.baseURL : null;
  const budget = typeof options.budget === 'number' ? { money: options.budget } : (options.budget ?? undefined);
  requireBudget(prices, apart === null ? models : [options.model], budget);
  if (apart !== null) requireBudget(prices, models.slice(1), judge?.budget);
  const { concurrency } = options.asking;
  const open = async (baseURL: string, name: string, path: string, limit: typeof budget) => {
    const client = new OpenAI({
      baseURL: baseURL.replace(/\/+$/, ''),
      apiKey: keyFor(baseURL, name, env),
      maxRetries: 0,
    });
    const journal = await openAnswerJournal(path);
    // An endpoint that never answered is more likely misspelt than busy.
    const patience = journal.entries.length === 0 ? { patienceMs: FIRST_PATIENCE_MS } : {};
    const shared = { client, journal, clock, prices, limits: { concurrency, ...patience } };
    const secrets = [env.OPENAI_API_KEY, env.JUDGE_API_KEY].filter((key) => key !== undefined);
    return { journal, calls: await openCalls({ ...shared, secrets, ...(limit && { budget: limit }) }) };
  };
  const paths = [answersPath(output), ...(apart === null ? [] : [answersPath(output, 'judge-')])];
  const own = await open(options.baseURL, 'OPENAI_API_KEY', paths[0], budget);
  const judging =
    apart === null
      ? null
      : await open(apart, 'JUDGE_API_KEY', paths[1], judge?.budget === undefined ? undefined : { money: judge.budget });
  const opened = judging === null ? [own] : [own, judging];
  return {
    calls: own.calls,
    judgeCalls: judging?.calls ?? null,
    paths,
    damaged: opened.flatMap(({ journal }, i) =>
      journal.damaged.map(({ number, offset }) => `record ${number} of ${basename(paths[i])}, at byte ${offset}`),
    ),
    sharedFamily,
    async close() {
      for (const { calls, journal } of opened) {
        await calls.flush();
        await journal.close();
      }
    },
  };
}

const FIRST_PATIENCE_MS = 60_000;
const FREE = { input: 0, output: 0 };

/** The journal of the answers for an output: beside it, and kept when the output is written, for it was paid for. */
export function answersPath(output: string, kind = ''): string {
  if (!output.includes('://')) return join(dirname(output), `${basename(output)}.${kind}answers`);
  // A URL may hold a password.
  return `.${createHash('sha256').update(output).digest('hex').slice(0, 12)}.${kind}answers`;
}

async function familyShared(model: string, judge: string): Promise<string | null> {
  const { sharedFamily } = await import('@verisim/plays');
  return sharedFamily(model, judge);
}

/** What costs money is not begun without a limit. */
function requireBudget(prices: Prices, models: readonly string[], budget: unknown): void {
  const costs = models.find((model) => {
    const { input = 0, output = 0 } = Object.hasOwn(prices, model) ? prices[model] : {};
    return input > 0 || output > 0;
  });
  if (costs !== undefined && budget === undefined) throw noBudget(costs);
}

/** The key of the environment; a server on this machine needs none. */
function keyFor(baseURL: string, name: string, env: Readonly<Record<string, string | undefined>>): string {
  const key = env[name];
  if (key !== undefined && key !== '') return key;
  const { hostname } = new URL(baseURL);
  if (/^(?:localhost|127\.[\d.]+|\[::1\])$/.test(hostname)) return 'none';
  throw noApiKey(name, endpointName(baseURL));
}
