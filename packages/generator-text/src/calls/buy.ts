import type { Context } from '@verisim/core';
import type { AttemptRecord } from './answer-journal.ts';
import { drainSignal } from './drain.ts';
import { judgeSent } from './judge-sent.ts';
import type { Limiter, Ticket } from './limiter.ts';
import { costOf, type Price, priceOf, worstUsage } from './price.ts';
import type { Question } from './question.ts';
import { type Sent, send } from './send.ts';
import { type Answer, answerFrom, settle } from './settle.ts';
import { limiterOf, type Shop, stop, write, writeLater } from './shop.ts';

/** What a question costs at most, and by which price. */
interface Terms {
  readonly price: Price;
  readonly worst: { readonly money: number; readonly tokens: number };
}

/** An answer, or why there is none: `retry` says whether to ask again and whether that counts. */
type Tried = { readonly answer: Answer } | { readonly retry: 'free' | 'counted' | 'no'; readonly why: string };

/** The price and worst case of a question. Throws `generator-text/no-price`, `generator-text/no-token-limit`. */
export function termsOf(shop: Shop, question: Question, share = 1): Terms {
  const price = priceOf(question.body.model, shop.prices);
  const usage = worstUsage(question);
  return { price, worst: { money: costOf(usage, price, share), tokens: usage.input + usage.output } };
}

/**
 * Buys the answer to one question: attempts until there is one, within the limits. Every attempt is journaled before it is sent and every
 * answer before it is read. Throws what stops the whole run.
 */
export async function buy(shop: Shop, question: Question, key: string, ctx: Context): Promise<Answer> {
  const terms = termsOf(shop, question);
  for (let failures = 0, again = false; ; again = true) {
    if (shop.stopped !== null) throw shop.stopped;
    if (again) shop.counts.retried++;
    const tried = await attempt(shop, question, key, { ...terms, again }, ctx);
    if ('answer' in tried) {
      const { answer } = tried;
      const malformed = shop.recalled.malformed.get(key) ?? 0;
      if (answer.state !== 'malformed' || malformed >= shop.limits.malformed) return answer;
      continue;
    }
    if (tried.retry === 'counted') failures++;
    if (tried.retry === 'no' || failures > shop.limits.retries) return failed(shop, key, tried.why);
    if (tried.retry === 'counted') await shop.clock.sleep(backoff(shop, failures), ctx.signal);
  }
}

/** Full jitter: by chance between nothing and a limit that doubles (Brooker 2015, Exponential Backoff And Jitter). */
function backoff(shop: Shop, failures: number): number {
  return shop.random.next() * Math.min(20_000, 500 * 2 ** (failures - 1));
}

async function attempt(
  shop: Shop,
  question: Question,
  key: string,
  terms: Terms & { readonly again: boolean },
  ctx: Context,
): Promise<Tried> {
  const limiter = limiterOf(shop, question.body.model);
  await limiter.enter(ctx.signal, terms.again);
  const record = await prepare(shop, question, key, terms, ctx).catch((error) => {
    limiter.withdraw();
    throw error;
  });
  let ticket: Ticket;
  try {
    ticket = await limiter.start(record.tokens, ctx.signal);
  } catch (error) {
    fail(shop, record, 'not sent', false);
    throw error;
  }
  shop.counts.sent++;
  shop.counts.since ??= shop.clock.now();
  const drain = drainSignal(ctx.signal, shop.clock, shop.limits.drainMs);
  const sent = await send(shop.client, question, shop.limits, shop.clock, drain.signal);
  drain.done();
  if (sent.kind !== 'answer') return noAnswer(shop, sent, record, limiter, ticket, ctx);
  limiter.end(ticket, { kind: 'good', headers: sent.headers });
  return keep(shop, question, record, terms, sent);
}

/** Sets the money aside and writes the attempt down. */
async function prepare(shop: Shop, question: Question, key: string, { worst }: Terms, ctx: Context) {
  await shop.budget.reserve(worst, ctx.signal).catch((error) => {
    if (!ctx.signal.aborted) stop(shop, error);
    throw error;
  });
  const record: AttemptRecord = {
    type: 'attempt',
    key,
    attempt: shop.recalled.next++,
    api: question.api,
    model: question.body.model,
    ...worst,
    batch: null,
  };
  shop.recalled.open.set(record.attempt, record);
  try {
    await write(shop, record);
  } catch (error) {
    shop.budget.settle(record, { money: 0, tokens: 0 });
    throw error;
  }
  return record;
}

/** Writes the raw answer down, then reads it. */
async function keep(
  shop: Shop,
  { api }: Question,
  record: AttemptRecord,
  terms: Terms,
  { status, cut, bytes }: Pick<Sent & { kind: 'answer' }, 'status' | 'cut' | 'bytes'>,
): Promise<Tried> {
  const { key, attempt } = record;
  const answer = { type: 'answer', key, attempt, status, cut, batch: false } as const;
  const body = withoutSecrets(shop, bytes);
  const entry = await write(shop, answer, body);
  const read = answerFrom(shop, answer, body, { api, ...terms }, false);
  settle(shop, record, entry, read);
  if (read.state !== 'malformed') shop.counts.bought++;
  return { answer: read };
}

/** A mean server may send back the key it was sent: it does not get into the journal. */
export function withoutSecrets(shop: Shop, bytes: Uint8Array): Uint8Array {
  const text = new TextDecoder().decode(bytes);
  const clean = shop.redact(text);
  return clean === text ? bytes : new TextEncoder().encode(clean);
}

async function noAnswer(
  shop: Shop,
  sent: Exclude<Sent, { kind: 'answer' }>,
  record: AttemptRecord,
  limiter: Limiter,
  ticket: Ticket,
  ctx: Context,
): Promise<Tried> {
  const judged = judgeSent(sent, shop.endpoint, record.model, shop.redact);
  const nothingEver = shop.counts.bought + shop.recalled.answers.size === 0;
  // First this, for what ends lets the next call out.
  if (judged.error !== null && (judged.step === 'stop' || nothingEver)) stop(shop, judged.error);
  limiter.end(ticket, judged.end);
  if (judged.step === 'filtered') return keepFiltered(shop, record, judged.why);
  fail(shop, record, judged.why, judged.lost, sent.kind === 'nothing' ? sent.bytes : undefined);
  if (judged.step === 'stop' || shop.stopped !== null) throw shop.stopped ?? ctx.signal.reason;
  if (judged.step === 'question') return { retry: 'no', why: judged.why };
  return { retry: judged.end.kind === 'limited' ? 'free' : 'counted', why: judged.why };
}

async function keepFiltered(shop: Shop, record: AttemptRecord, why: string): Promise<Tried> {
  const { key, attempt } = record;
  const answer = { type: 'answer', key, attempt, status: 400, cut: false, batch: false } as const;
  const body = new TextEncoder().encode(why);
  const entry = await write(shop, answer, body);
  const read = answerFrom(shop, answer, body, { api: 'chat', price: null, worst: record }, false);
  settle(shop, record, entry, read);
  return { answer: read };
}

/** Books an attempt that brought no answer; what may have been paid for counts in full. */
export function fail(shop: Shop, record: AttemptRecord, why: string, lost: boolean, body?: Uint8Array): void {
  const { key, attempt } = record;
  const { money, tokens } = lost ? record : { money: 0, tokens: 0 };
  shop.budget.settle(record, { money, tokens });
  shop.recalled.open.delete(attempt);
  if (lost) {
    shop.recalled.lost.calls++;
    shop.recalled.lost.money += money;
  }
  writeLater(shop, { type: 'failed', key, attempt, why, lost, money, tokens }, body);
}

function failed(shop: Shop, key: string, reason: string): Answer {
  const rejected = shop.recalled.rejected.get(key) ?? null;
  const nothing = { text: null, vectors: null, money: 0, tokens: 0, found: false };
  return { key, state: 'failed', reason, rejected, ...nothing };
}
