import { type Context, createRandom } from '@verisim/core';
import { batchUnderWay } from '../errors.ts';
import type { AnswerJournal, AnswerRecord } from './answer-journal.ts';
import { createBudget } from './budget.ts';
import { buy } from './buy.ts';
import type { Clock } from './clock.ts';
import { liveLine } from './live-line.ts';
import { MICRO, type Prices, priceOf } from './price.ts';
import { type Question, questionKey } from './question.ts';
import { type Recalled, recall } from './recall.ts';
import { recover } from './recover.ts';
import { endpointName, redactor, secretsOf } from './redact.ts';
import type { CallClient } from './send.ts';
import { type Answer, answerFrom } from './settle.ts';
import { type CallLimits, DEFAULT_LIMITS, type Shop, writeLater } from './shop.ts';

/** What calls are made with. */
export interface CallSettings {
  /** An `OpenAI` client, or one of a compatible endpoint. Its own retries are not used. */
  readonly client: CallClient;
  /** Open for this process alone: the budget counts what stands in it. */
  readonly journal: AnswerJournal;
  readonly clock: Clock;
  /** Per million tokens, by model; a model without one is refused. */
  readonly prices: Prices;
  /** Never passed, by all runs on this journal together. Money in the currency of the prices. */
  readonly budget?: { readonly money?: number; readonly tokens?: number };
  readonly limits?: Partial<CallLimits>;
  /** Texts that must not be written anywhere, beside the client's key and what its URL holds. */
  readonly secrets?: readonly string[];
}

/** What was spent and what it brought. Money in millionths of the currency. */
export interface Bill {
  /** By all runs on this journal, the lost calls at their worst case. */
  readonly money: number;
  readonly tokens: number;
  /** Calls of all runs that may have been paid for and brought no answer. */
  readonly lost: { readonly calls: number; readonly money: number };
  /** Of this run: requests sent, those sent again among them, answers bought and answers taken from the journal. */
  readonly sent: number;
  readonly retried: number;
  readonly bought: number;
  readonly found: number;
  readonly kept: number;
  /** Rows dropped, by reason. */
  readonly dropped: ReadonlyMap<string, number>;
}

/** Paid calls to one endpoint: each answer bought once, kept, and found again. */
export interface Calls {
  readonly endpoint: string;
  key(question: Question): string;
  /**
   * The answer to a question: from the journal, else bought. A question that gets no usable answer has a `state` that says so. Throws what
   * stops the whole run: `generator-text/budget-reached`, `key-refused`, `quota-exhausted`, `redirected`, `endpoint-unavailable`,
   * `answers-malformed`, `limit-not-kept`, `batch-under-way`, `no-price`, `no-token-limit`, the errors of the journal, or the signal's reason.
   */
  ask(question: Question, ctx: Context): Promise<Answer>;
  /** Counts a row made from an answer. */
  keep(key: string): void;
  /** Drops the row of an answer, for good: the tombstone says why, and the answer is not bought again. */
  reject(key: string, reason: string): void;
  bill(): Bill;
  /** Rows kept, dropped by reason, tokens, money, time left, and why nothing moves when nothing does. */
  line(total?: number): string;
  /** Resolves when everything is written. To be called before the journal is closed. */
  flush(): Promise<void>;
}

/** The calls of this process to one endpoint, and the state they share with other parts of this folder. */
export interface OpenedCalls extends Calls {
  readonly shop: Shop;
}

/** Opens the calls: reads the journal, and settles what a kill left open. Throws `generator-text/unknown-record` and the errors of the journal. */
export async function openCalls(settings: CallSettings): Promise<OpenedCalls> {
  const shop = openShop(settings, await recall(settings.journal));
  await recover(shop);
  const underway = new Map<string, Promise<Answer>>();
  const answerTo = (question: Question, key: string, ctx: Context): Promise<Answer> => {
    if (shop.recalled.answers.has(key)) return find(shop, question, key);
    const batch = shop.inBatch.get(key);
    if (batch !== undefined) return Promise.reject(batchUnderWay(batch));
    let answer = underway.get(key);
    if (answer === undefined) {
      answer = buy(shop, question, key, ctx).finally(() => underway.delete(key));
      underway.set(key, answer);
    }
    return answer;
  };
  return {
    shop,
    endpoint: shop.endpoint,
    key: (question) => questionKey(shop.endpoint, question),
    async ask(question, ctx) {
      ctx.signal.throwIfAborted();
      return answerTo(question, questionKey(shop.endpoint, question), ctx);
    },
    keep() {
      shop.counts.kept++;
    },
    reject(key, reason) {
      shop.counts.dropped.set(reason, (shop.counts.dropped.get(reason) ?? 0) + 1);
      if (shop.recalled.rejected.has(key)) return;
      shop.recalled.rejected.set(key, reason);
      writeLater(shop, { type: 'rejected', key, reason });
    },
    bill: () => billOf(shop),
    line: (total) => liveLine(shop, billOf(shop), total),
    async flush() {
      while (shop.writing.size > 0) await Promise.all(shop.writing);
    },
  };
}

function openShop(settings: CallSettings, recalled: Recalled): Shop {
  const { client, journal, clock, prices, budget = {}, limits = {}, secrets = [] } = settings;
  const money = budget.money === undefined ? null : Math.floor(budget.money * MICRO + 1e-6);
  const shop: Shop = {
    client,
    journal,
    clock,
    prices,
    limits: { ...DEFAULT_LIMITS, ...limits },
    endpoint: endpointName(client.baseURL),
    redact: redactor(secretsOf(client.baseURL, client.apiKey, secrets)),
    budget: createBudget({ money, tokens: budget.tokens ?? null }),
    moneyLimit: money,
    hasBudget: money !== null || budget.tokens !== undefined,
    random: createRandom('calls'),
    recalled,
    counts: { sent: 0, bought: 0, found: 0, retried: 0, kept: 0, dropped: new Map(), since: null },
    limiters: new Map(),
    writing: new Set(),
    inBatch: new Map(),
    malformedInRow: 0,
    stopped: null,
  };
  shop.budget.book(recalled.spent);
  return shop;
}

async function find(shop: Shop, { api, body }: Question, key: string): Promise<Answer> {
  const entry = shop.recalled.answers.get(key)!;
  shop.counts.found++;
  const price = Object.hasOwn(shop.prices, body.model) ? priceOf(body.model, shop.prices) : null;
  const worst = { money: 0, tokens: 0 };
  const record = entry.record as unknown as AnswerRecord;
  return answerFrom(shop, record, await shop.journal.body(entry), { api, price, worst }, true);
}

function billOf({ budget, counts, recalled }: Shop): Bill {
  const { sent, retried, bought, found, kept, dropped } = counts;
  return { ...budget.spent(), lost: { ...recalled.lost }, sent, retried, bought, found, kept, dropped };
}
