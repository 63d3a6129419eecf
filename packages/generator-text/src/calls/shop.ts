import type { Json, Random, VerisimError } from '@verisim/core';
import { answersMalformed } from '../errors.ts';
import type { AnswerJournal, CallRecord, JournalEntry } from './answer-journal.ts';
import type { Budget } from './budget.ts';
import type { Clock } from './clock.ts';
import { createLimiter, type Limiter } from './limiter.ts';
import type { RateLimits } from './pace.ts';
import type { Prices } from './price.ts';
import type { Recalled } from './recall.ts';
import type { Redact } from './redact.ts';
import type { CallClient, SendLimits } from './send.ts';

/** Limits of the calls. All times in milliseconds. */
export interface CallLimits extends RateLimits, SendLimits {
  /** How often a question is asked again after failures of the server or the connection. Refusals for being too fast do not count. */
  readonly retries: number;
  /** How many malformed answers to one question are paid for, over all runs. */
  readonly malformed: number;
  /** How long calls under way may still take once the run is to stop. */
  readonly drainMs: number;
}

/** The limits that hold where none is given. */
export const DEFAULT_LIMITS: CallLimits = {
  concurrency: 16,
  waitCapMs: 60_000,
  patienceMs: 600_000,
  deadlineMs: 120_000,
  bodyBytes: 1 << 20,
  retries: 6,
  malformed: 3,
  drainMs: 4500,
};

/** Counts since the calls were opened, and what a user is told of. */
export interface Counts {
  /** Requests sent. */
  sent: number;
  bought: number;
  /** Answers taken from the journal. */
  found: number;
  /** Requests sent again because one before brought nothing. */
  retried: number;
  kept: number;
  readonly dropped: Map<string, number>;
  /** Milliseconds by the clock at the first request. */
  since: number | null;
}

/** Everything the calls of one process share. */
export interface Shop {
  readonly client: CallClient;
  readonly journal: AnswerJournal;
  readonly clock: Clock;
  readonly prices: Prices;
  readonly limits: CallLimits;
  readonly endpoint: string;
  readonly redact: Redact;
  readonly budget: Budget;
  readonly hasBudget: boolean;
  /** The budget in millionths, `null` when there is none in money. */
  readonly moneyLimit: number | null;
  readonly random: Random;
  readonly recalled: Recalled;
  readonly counts: Counts;
  readonly limiters: Map<string, Limiter>;
  /** Writes that nobody waits for. */
  readonly writing: Set<Promise<unknown>>;
  /** Names of batches under way, by the keys of the questions in them. */
  readonly inBatch: Map<string, string>;
  malformedInRow: number;
  /** Why nothing is bought any more. */
  stopped: unknown;
}

const MALFORMED_IN_ROW = 12;

/** The limiter of a model. */
export function limiterOf(shop: Shop, model: string): Limiter {
  let limiter = shop.limiters.get(model);
  if (limiter === undefined) {
    limiter = createLimiter(shop.endpoint, shop.limits, shop.clock, shop.random.fork(model));
    shop.limiters.set(model, limiter);
    if (shop.stopped !== null) limiter.shut(shop.stopped);
  }
  return limiter;
}

/** Writes a record that must stand before work goes on. What cannot be written stops the run. */
export async function write(shop: Shop, record: CallRecord, body?: Uint8Array): Promise<JournalEntry> {
  try {
    return await shop.journal.append(record as unknown as Json, body);
  } catch (error) {
    stop(shop, error);
    throw error;
  }
}

/** Writes a record that follows from others, so that nobody need wait for it. */
export function writeLater(shop: Shop, record: CallRecord, body?: Uint8Array): void {
  const writing = write(shop, record, body).catch(() => {});
  shop.writing.add(writing);
  void writing.then(() => shop.writing.delete(writing));
}

/** Stops buying: calls under way end, those that wait are refused. The first reason stands. */
export function stop(shop: Shop, error: unknown): void {
  if (shop.stopped !== null) return;
  shop.stopped = error;
  for (const limiter of shop.limiters.values()) limiter.shut(error);
}

/** Counts malformed answers in a row, and stops when there are too many to be chance. */
export function countMalformed(shop: Shop, why: string | null): void {
  shop.malformedInRow = why === null ? 0 : shop.malformedInRow + 1;
  if (why === null || shop.malformedInRow < MALFORMED_IN_ROW) return;
  stop(shop, answersMalformed(shop.endpoint, shop.malformedInRow, why) satisfies VerisimError);
}
