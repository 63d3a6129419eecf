import type { Context } from '@verisim/core';
import { batchFailed } from '../errors.ts';
import type { AttemptRecord } from './answer-journal.ts';
import { takeOutput } from './batch-output.ts';
import { type BatchPath, createBatch, findBatch, readBatch, readFile, uploadLines } from './batch-server.ts';
import { fail, termsOf } from './buy.ts';
import type { OpenedCalls } from './calls.ts';
import { BATCH_SHARE } from './price.ts';
import type { Question } from './question.ts';
import { type Shop, stop, write } from './shop.ts';

/** How batches are made. */
export interface BatchSettings {
  /** Milliseconds between two looks at a batch; half a minute when left out. */
  readonly pollMs?: number;
  /** Most requests in one batch; 10,000 when left out (OpenAI takes 50,000 in 200 MB). */
  readonly most?: number;
}

/** What batches brought. */
export interface BatchReport {
  readonly batches: number;
  readonly answered: number;
  /** Questions that the batches did not answer: `ask` buys them singly. */
  readonly unanswered: number;
}

const PATHS: Readonly<Record<Question['api'], BatchPath>> = {
  chat: '/v1/chat/completions',
  embeddings: '/v1/embeddings',
};
const UNDER_WAY = ['validating', 'in_progress', 'finalizing', 'cancelling'];

/**
 * Buys the answers to questions at half the price through the batch API, into the same journal: `ask` finds them there. Waits for the batches,
 * up to a day each. Batches that an earlier run began are waited for and not begun again: their name stands in the journal and in the server's metadata.
 * As many questions go into a batch as the budget holds at their worst case. Throws what `ask` throws, and `generator-text/batch-failed` when a
 * batch failed as a whole.
 */
export async function buyBatch(
  calls: OpenedCalls,
  questions: readonly Question[],
  ctx: Context,
  { pollMs = 30_000, most = 10_000 }: BatchSettings = {},
): Promise<BatchReport> {
  const { shop } = calls;
  let batches = 0;
  for (const [name, attempts] of openBatches(shop)) {
    if (await resume(shop, name, attempts, pollMs, ctx)) batches++;
  }
  const tried = new Set<string>();
  for (;;) {
    const left = questions.filter((question) => {
      const key = calls.key(question);
      return !shop.recalled.answers.has(key) && !tried.has(key);
    });
    if (left.length === 0) break;
    const same = left
      .filter(({ api, body }) => api === left[0].api && body.model === left[0].body.model)
      .slice(0, most);
    const { name, attempts, lines } = await prepare(calls, same);
    for (const { key } of attempts) tried.add(key);
    const file = await uploadLines(shop, lines, ctx);
    await write(shop, { type: 'batch', batch: name, step: 'uploaded', id: file });
    const id = await createBatch(shop, name, file, PATHS[same[0].api], ctx);
    await write(shop, { type: 'batch', batch: name, step: 'created', id });
    batches++;
    await finish(shop, { name, id, attempts, pollMs }, ctx);
  }
  const unanswered = questions.filter((question) => !shop.recalled.answers.has(calls.key(question))).length;
  await calls.flush();
  return { batches, answered: questions.length - unanswered, unanswered };
}

/** Attempts under way in batches, by the name of the batch. */
function openBatches({ recalled }: Shop): Map<string, AttemptRecord[]> {
  const open = [...recalled.open.values()].filter(({ batch }) => batch !== null);
  return Map.groupBy(open, ({ batch }) => batch ?? '');
}

/** Goes on with a batch of an earlier run. False when it was never begun: its attempts are given back. */
async function resume(
  shop: Shop,
  name: string,
  attempts: readonly AttemptRecord[],
  pollMs: number,
  ctx: Context,
): Promise<boolean> {
  const steps = shop.recalled.batches.filter(({ record }) => record.batch === name);
  const created = steps.find(({ record }) => record.step === 'created')?.record.id;
  const id = created ?? (await findBatch(shop, name, ctx));
  if (id === null) {
    for (const attempt of attempts) {
      fail(shop, attempt, 'the batch was never begun', false);
      shop.inBatch.delete(attempt.key);
    }
    return false;
  }
  if (created === undefined) await write(shop, { type: 'batch', batch: name, step: 'created', id });
  const kept = steps.filter(({ record }) => record.step === 'output');
  const outputs = await Promise.all(kept.map(({ entry }) => shop.journal.body(entry)));
  await finish(shop, { name, id, attempts, pollMs, outputs }, ctx);
  return true;
}

/** Sets money aside for as many questions as fit, and writes their attempts down. */
async function prepare(calls: OpenedCalls, questions: readonly Question[]) {
  const { shop } = calls;
  const name = `${shop.recalled.next}-${calls.key(questions[0])}`;
  const attempts: AttemptRecord[] = [];
  const lines: string[] = [];
  for (const question of questions) {
    const { worst } = termsOf(shop, question, BATCH_SHARE);
    if (!shop.budget.tryReserve(worst)) {
      if (attempts.length > 0) break;
      const error = shop.budget.refusal(worst);
      stop(shop, error);
      throw error;
    }
    const { api, body } = question;
    const key = calls.key(question);
    const attempt = shop.recalled.next++;
    shop.inBatch.set(key, name);
    attempts.push({ type: 'attempt', key, attempt, api, model: body.model, ...worst, batch: name });
    lines.push(`${JSON.stringify({ custom_id: key, method: 'POST', url: PATHS[api], body })}\n`);
  }
  for (const attempt of attempts) shop.recalled.open.set(attempt.attempt, attempt);
  await Promise.all(attempts.map((attempt) => write(shop, attempt)));
  return { name, attempts, lines: lines.join('') };
}

interface Begun {
  readonly name: string;
  readonly id: string;
  readonly attempts: readonly AttemptRecord[];
  readonly pollMs: number;
  /** Outputs that are in the journal already. */
  readonly outputs?: readonly Uint8Array[];
}

/** Waits for a batch, keeps its raw output, then books every line. */
async function finish(shop: Shop, { name, id, attempts, pollMs, outputs = [] }: Begun, ctx: Context): Promise<void> {
  let kept = outputs;
  let ended: { status: string; why: string } | null = null;
  if (kept.length === 0) {
    const batch = await waitFor(shop, id, attempts.length, pollMs, ctx);
    ended = batch;
    const files = [batch.output, batch.errors].filter((file) => file !== null);
    kept = await Promise.all(files.map((file) => readFile(shop, file, ctx)));
    for (const [i, body] of kept.entries()) {
      await write(shop, { type: 'batch', batch: name, step: 'output', id: files[i] }, body);
    }
  }
  const byKey = new Map(attempts.map((attempt) => [attempt.key, attempt]));
  for (const bytes of kept) await takeOutput(shop, bytes, byKey);
  for (const attempt of byKey.values()) fail(shop, attempt, 'the batch did not answer it', false);
  await write(shop, { type: 'batch', batch: name, step: 'done', id });
  for (const { key } of attempts) shop.inBatch.delete(key);
  if (ended?.status === 'failed') throw batchFailed(id, ended.status, ended.why);
}

async function waitFor(shop: Shop, id: string, total: number, pollMs: number, ctx: Context) {
  for (;;) {
    const batch = await readBatch(shop, id, ctx);
    ctx.progress({ done: batch.done, total, note: `batch ${id} is ${batch.status}: ${batch.done} of ${total}` });
    if (!UNDER_WAY.includes(batch.status)) return batch;
    await shop.clock.sleep(pollMs, ctx.signal);
  }
}
