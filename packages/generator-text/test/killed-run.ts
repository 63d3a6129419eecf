import { spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { OpenAiDouble } from '@verisim/conformance/openai';
import { openAnswerJournal } from '@verisim/workspace';
import OpenAI from 'openai';
import type { AttemptRecord, CallRecord } from '../src/calls/answer-journal.ts';
import { openCalls } from '../src/index.ts';
import type { Purchase } from './buy-rows.ts';
import { KEY, PRICES, questions } from './call-questions.ts';
import { collect } from './collect.ts';
import { realClock } from './real-clock.ts';

/** A run in a process of its own. */
export interface ChildRun extends Purchase {
  /** When to kill it: after so many milliseconds, or once it told of so many rows. */
  readonly killAfterMs?: number;
  readonly killAfterRows?: number;
  /** For `inject-fault.ts`: which operation on a file kills it. */
  readonly fault?: object;
}

/** How it went: the rows it told of, whether it was killed, what it said of errors. */
export interface ChildEnd {
  readonly told: ReadonlyMap<string, string>;
  readonly killed: boolean;
  readonly errors: string;
}

const CHILD = new URL('./kill-child.ts', import.meta.url).pathname;
/** Children start in half the time when they need not compile. */
const CACHE = join(tmpdir(), 'verisim-compile-cache');
const INJECT = new URL('../../workspace/test/inject-fault.ts', import.meta.url).href;

export function runChild(run: ChildRun): Promise<ChildEnd> {
  const inject = run.fault === undefined ? [] : ['--import', INJECT];
  const given = [run.url, run.folder, run.count, run.concurrency, run.money].map(String);
  const env = {
    ...process.env,
    NODE_COMPILE_CACHE: CACHE,
    ...(run.fault && { VERISIM_FAULT: JSON.stringify(run.fault) }),
  };
  const child = spawn(process.execPath, ['--conditions=verisim-source', ...inject, CHILD, ...given], { env });
  const kill = () => child.kill('SIGKILL');
  const timer = run.killAfterMs === undefined ? undefined : setTimeout(kill, run.killAfterMs);
  let said = '';
  let errors = '';
  child.stdout.on('data', (bytes) => {
    said += bytes;
    if (said.split('\n').length > (run.killAfterRows ?? Number.POSITIVE_INFINITY)) kill();
  });
  child.stderr.on('data', (bytes) => {
    errors += bytes;
  });
  return new Promise((resolve) => {
    child.on('close', (_, signal) => {
      clearTimeout(timer);
      const lines = said.split('\n').slice(0, -1);
      const told = new Map(lines.map((line) => [line.slice(0, 32), line.slice(33)] as const));
      resolve({ told, killed: signal === 'SIGKILL', errors });
    });
  });
}

/**
 * What the server's bill and the journal say together: complaints, none when every promise was kept. To be asked after a run to the end.
 */
export async function complaints(server: OpenAiDouble, { folder, count, money }: Purchase): Promise<string[]> {
  await server.settled();
  const journal = await openAnswerJournal(`${folder}/answers.journal`);
  const entries = await collect(journal.entries());
  const records = entries.map(({ record }) => record as unknown as CallRecord);
  const client = new OpenAI({ apiKey: KEY, baseURL: server.url });
  const calls = await openCalls({ client, journal, clock: realClock, prices: PRICES });
  await calls.flush();
  await journal.close();

  const attempts = Map.groupBy(records.filter(isAttempt), ({ key }) => key);
  const answers = Map.groupBy(
    records.filter(({ type }) => type === 'answer'),
    (record) => ('key' in record ? record.key : ''),
  );
  const malformed = Map.groupBy(
    records.filter((record) => record.type === 'settled' && record.malformed),
    (record) => ('key' in record ? record.key : ''),
  );
  const found: string[] = [];
  for (const question of questions(count)) {
    const key = calls.key(question);
    const say = (what: string) => found.push(`${JSON.stringify(question.body.messages[1].content)}: ${what}`);
    const got = (answers.get(key)?.length ?? 0) - (malformed.get(key)?.length ?? 0);
    if (got !== 1) say(`${got} usable answers in the journal`);
    const text = question.body.messages[1].content;
    const asked = server.requests().filter(({ body }) => JSON.stringify(body).includes(JSON.stringify(text)));
    const billed = asked.filter((request) => request.billed).length;
    const tried = attempts.get(key)?.length ?? 0;
    if (asked.length > tried) say(`${asked.length} requests, ${tried} attempts written down`);
    if (billed > 1 + (tried - 1)) say(`billed ${billed} times, ${tried} attempts written down`);
  }
  const { money: booked, lost } = calls.bill();
  const bill = server.bill();
  const paid = count + lost.calls + [...malformed.values()].flat().length;
  if (bill.requests > paid) found.push(`${bill.requests} billed, ${paid} wanted, malformed or lost`);
  if (bill.microdollars > booked) found.push(`billed ${bill.microdollars}, booked ${booked}`);
  if (booked > money * 1e6) found.push(`booked ${booked}, the budget is ${money * 1e6}`);
  return found;
}

/** Rows a killed run told of and what a later run makes of them: complaints when one was bought again or changed. */
export function boughtAgain(
  server: OpenAiDouble,
  before: number,
  told: ReadonlyMap<string, string>,
  keys: ReadonlyMap<string, string>,
): string[] {
  return server
    .requests()
    .slice(before)
    .flatMap(({ body }) => {
      const messages = (body as { messages: readonly { content: string }[] } | null)?.messages ?? [];
      const key = keys.get(messages[1]?.content ?? '');
      return key !== undefined && told.has(key) ? [`${messages[1].content} was bought again`] : [];
    });
}

function isAttempt(record: CallRecord): record is AttemptRecord {
  return record.type === 'attempt';
}
