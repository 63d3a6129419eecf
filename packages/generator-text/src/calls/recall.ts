import { unknownRecord } from '../errors.ts';
import type {
  AnswerJournal,
  AnswerRecord,
  AttemptRecord,
  BatchRecord,
  CallRecord,
  JournalEntry,
} from './answer-journal.ts';
import type { Amount } from './budget.ts';

/** What a journal says of all runs so far. */
export interface Recalled {
  /** Answers by the key of their question; malformed ones are not among them. */
  readonly answers: Map<string, JournalEntry>;
  /** How many malformed answers a question got. */
  readonly malformed: Map<string, number>;
  /** Reasons of rejection by key. */
  readonly rejected: Map<string, string>;
  /** Attempts of which nothing more is recorded, by their number. */
  readonly open: Map<number, AttemptRecord>;
  readonly batches: BatchStep[];
  spent: Amount;
  /** Calls that may have been paid for and brought nothing, and the worst they cost. */
  lost: { calls: number; money: number };
  /** The number of the next attempt. */
  next: number;
}

/** A step of a batch, and where it stands. */
export interface BatchStep {
  readonly record: BatchRecord;
  readonly entry: JournalEntry;
}

/** Goes through a journal once. Throws `generator-text/unknown-record`. */
export async function recall(journal: AnswerJournal): Promise<Recalled> {
  const recalled: Recalled = {
    answers: new Map(),
    malformed: new Map(),
    rejected: new Map(),
    open: new Map(),
    batches: [],
    spent: { money: 0, tokens: 0 },
    lost: { calls: 0, money: 0 },
    next: 1,
  };
  for await (const entry of journal.entries()) add(recalled, entry);
  return recalled;
}

function add(to: Recalled, entry: JournalEntry): void {
  const record = entry.record as unknown as CallRecord;
  if ('attempt' in record) to.next = Math.max(to.next, record.attempt + 1);
  switch (record.type) {
    case 'attempt':
      to.open.set(record.attempt, record);
      break;
    case 'answer':
      to.answers.set(record.key, entry);
      break;
    case 'settled':
      if (record.malformed) notAnAnswer(to, record.key, record.attempt);
      close(to, record.attempt, record);
      break;
    case 'failed':
      if (record.lost) {
        to.lost.calls++;
        to.lost.money += record.money;
      }
      close(to, record.attempt, record);
      break;
    case 'rejected':
      to.rejected.set(record.key, record.reason);
      break;
    case 'batch':
      to.batches.push({ record, entry });
      break;
    default:
      throw unknownRecord(String((record as { type?: unknown }).type));
  }
}

/** Takes a malformed answer from among the answers. */
export function notAnAnswer(to: Recalled, key: string, attempt: number): void {
  const entry = to.answers.get(key);
  if ((entry?.record as unknown as AnswerRecord | undefined)?.attempt === attempt) to.answers.delete(key);
  to.malformed.set(key, (to.malformed.get(key) ?? 0) + 1);
}

function close(to: Recalled, attempt: number, { money, tokens }: Amount): void {
  to.open.delete(attempt);
  to.spent = { money: to.spent.money + money, tokens: to.spent.tokens + tokens };
}
