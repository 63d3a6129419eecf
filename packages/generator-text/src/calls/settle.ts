import { limitNotKept } from '../errors.ts';
import type { AnswerRecord, AttemptRecord, JournalEntry } from './answer-journal.ts';
import type { Amount } from './budget.ts';
import { BATCH_SHARE, costOf, type Price } from './price.ts';
import type { Question } from './question.ts';
import { type ReadAnswer, readAnswer } from './read-answer.ts';
import { notAnAnswer } from './recall.ts';
import { countMalformed, type Shop, stop, writeLater } from './shop.ts';

/** What came of a question. */
export interface Answer extends Omit<ReadAnswer, 'state' | 'usage'> {
  readonly key: string;
  /** `failed`: no answer was to be had, and nothing stands in the journal for it. */
  readonly state: ReadAnswer['state'] | 'failed';
  /** What it cost in millionths and tokens, its failed attempts left out. */
  readonly money: number;
  readonly tokens: number;
  /** It was in the journal before. */
  readonly found: boolean;
  /** Why its row was dropped in this run or an earlier one. */
  readonly rejected: string | null;
}

const decoder = new TextDecoder();

/** An answer as it stands in the journal, read. The cost is the worst case where the server did not say. */
export function answerFrom(
  shop: Shop,
  { key, status, cut, batch }: AnswerRecord,
  bytes: Uint8Array,
  { api, price, worst }: { api: Question['api']; price: Price | null; worst: Amount },
  found: boolean,
): Answer {
  const { usage, ...read } = cut ? tooLarge(bytes.length) : readAnswer(api, status, decoder.decode(bytes));
  const free = status >= 300;
  const spent =
    usage !== null && price !== null
      ? { money: costOf(usage, price, batch ? BATCH_SHARE : 1), tokens: usage.input + usage.output }
      : { money: free ? 0 : worst.money, tokens: free ? 0 : worst.tokens };
  return { ...read, ...spent, key, found, rejected: shop.recalled.rejected.get(key) ?? null };
}

/** Books an answer: the money, and whether it answers the question. */
export function settle(shop: Shop, attempt: AttemptRecord, entry: JournalEntry, answer: Answer): void {
  const { key } = attempt;
  const malformed = answer.state === 'malformed';
  shop.recalled.answers.set(key, entry);
  if (malformed) notAnAnswer(shop.recalled, key, attempt.attempt);
  countMalformed(shop, malformed ? (answer.reason ?? '') : null);
  shop.recalled.open.delete(attempt.attempt);
  shop.budget.settle(attempt, answer);
  const { money, tokens } = answer;
  writeLater(shop, { type: 'settled', key, attempt: attempt.attempt, malformed, money, tokens });
  const over = answer.tokens > attempt.tokens || answer.money > attempt.money;
  if (over && shop.hasBudget) stop(shop, limitNotKept(attempt.model, answer.tokens, attempt.tokens));
}

function tooLarge(bytes: number): ReadAnswer {
  return { state: 'malformed', text: null, vectors: null, reason: `it is larger than ${bytes} bytes`, usage: null };
}
