import type { Json } from '@verisim/core';

/** A record that stands in the journal. */
export interface JournalEntry {
  readonly record: Json;
  /** Of the bytes kept beside the record. */
  readonly bytes: number;
}

/**
 * Where attempts and raw answers are kept, so that nothing paid for is lost or bought twice. `@verisim/workspace` has the one on
 * disk (`openAnswerJournal`); `memoryJournal` lives as long as the process.
 */
export interface AnswerJournal {
  /** Everything that was recorded before it was opened, in the order it was written. */
  entries(): AsyncIterable<JournalEntry>;
  /** Resolves when the record is kept for good, and rejects when that is not certain. */
  append(record: Json, body?: Uint8Array): Promise<JournalEntry>;
  /** The bytes kept beside a record, their length and checksum found right. */
  body(entry: JournalEntry): Promise<Uint8Array>;
}

/** Before a request: what it may cost at most. A kill after this record counts as a lost call of that cost. */
export interface AttemptRecord {
  readonly type: 'attempt';
  /** Of the question. */
  readonly key: string;
  /** A number of its own within the journal, from 1. */
  readonly attempt: number;
  readonly api: 'chat' | 'embeddings';
  readonly model: string;
  /** The most it may cost, in millionths of the currency. */
  readonly money: number;
  readonly tokens: number;
  /** The batch that it is part of; `null` for a call of its own. */
  readonly batch: string | null;
}

/** The raw answer, as bytes beside the record, before anything is read from it. */
export interface AnswerRecord {
  readonly type: 'answer';
  readonly key: string;
  readonly attempt: number;
  /** The HTTP status. */
  readonly status: number;
  /** The body went on beyond the cap and was cut there. */
  readonly cut: boolean;
  /** It was bought in a batch, at half the price. */
  readonly batch: boolean;
}

/** What an answer came to. Follows from the raw answer; kept so that a resume need not read every answer again. */
export interface SettledRecord {
  readonly type: 'settled';
  readonly key: string;
  readonly attempt: number;
  /** Answers that are `malformed` do not answer their question. */
  readonly malformed: boolean;
  readonly money: number;
  readonly tokens: number;
}

/** An attempt that brought no answer. */
export interface FailedRecord {
  readonly type: 'failed';
  readonly key: string;
  readonly attempt: number;
  readonly why: string;
  /** It may have been paid for all the same; `money` and `tokens` are then the worst case, else 0. */
  readonly lost: boolean;
  readonly money: number;
  readonly tokens: number;
}

/** A tombstone: the answer stands, its row was dropped, and it is not bought again. */
export interface RejectedRecord {
  readonly type: 'rejected';
  readonly key: string;
  readonly reason: string;
}

/** A step of a batch. `batch` is our name for it, `id` the server's. */
export interface BatchRecord {
  readonly type: 'batch';
  readonly batch: string;
  readonly step: 'uploaded' | 'created' | 'output' | 'done';
  readonly id: string | null;
}

export type CallRecord = AttemptRecord | AnswerRecord | SettledRecord | FailedRecord | RejectedRecord | BatchRecord;

/** A journal that is gone when the process is: for tests, and for endpoints that cost nothing. */
export function memoryJournal(): AnswerJournal {
  const bodies = new Map<JournalEntry, Uint8Array>();
  return {
    async *entries() {},
    async append(record, body = new Uint8Array(0)) {
      const entry = { record, bytes: body.length };
      if (body.length > 0) bodies.set(entry, body.slice());
      return entry;
    },
    async body(entry) {
      return bodies.get(entry) ?? new Uint8Array(0);
    },
  };
}
