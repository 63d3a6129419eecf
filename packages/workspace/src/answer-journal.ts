import { crc32 } from 'node:zlib';
import type { Json } from '@verisim/core';
import { journalDamaged } from './errors.ts';
import { type JournalRecord, openJournal } from './journal.ts';
import type { DamagedRecord } from './read-journal.ts';

/** A record that stands in a journal of answers. */
export interface AnswerEntry {
  readonly record: Json;
  /** Of the bytes kept beside the record. */
  readonly bytes: number;
}

/** A journal of paid answers on disk, open for this process alone. */
export interface AnswerJournalFile {
  /** Reads everything that stood in it when it was opened, in the order it was written. Nothing of it is held. */
  entries(): AsyncIterable<AnswerEntry>;
  /** Parts of the file whose bytes were changed on the disk: named here, left where they are, never among the entries. */
  readonly damaged: readonly DamagedRecord[];
  /** Resolves when the record is on the disk (fsync). Records given at once are written together. Throws `workspace/cannot-write`, `workspace/journal-failed`. */
  append(record: Json, body?: Uint8Array): Promise<AnswerEntry>;
  /** The bytes beside a record, length and CRC-32 found right. Throws `workspace/journal-damaged`. */
  body(entry: AnswerEntry): Promise<Uint8Array>;
  /** Waits for what is being written, and lets the file go. */
  close(): Promise<void>;
}

interface Placed extends AnswerEntry {
  readonly frame: JournalRecord;
  /** Where its bytes begin within the frame's. */
  readonly at: number;
  readonly crc: number;
}

/** A record as a frame names it. A frame's bytes begin with the JSON of all its names: records that are held by none cost no memory. */
type Named = readonly [record: Json, bytes: number, crc: number];

interface Waiting {
  readonly record: Json;
  readonly body: Uint8Array;
  readonly kept: (entry: AnswerEntry) => void;
  readonly failed: (error: unknown) => void;
}

const FORMAT = { holds: 'answers', format: 1 };
const MOST_RECORDS = 256;
const MOST_BYTES = 4 << 20;
const HELD_FRAMES = 8;
const NOTHING = new Uint8Array(0);
const decoder = new TextDecoder();

/**
 * Opens a journal of answers, or begins one: the file of {@link openJournal}, in which one frame holds all records that were given while
 * the frame before was being written, so that many calls share one fsync. Each record has a checksum for its own bytes.
 *
 * Throws `workspace/another-journal`, `workspace/locked` (another process has it open), `workspace/cannot-write`.
 */
export async function openAnswerJournal(path: string): Promise<AnswerJournalFile> {
  const journal = await openJournal(path, { recipe: FORMAT });
  const before = journal.records.length;
  const read = frameReader((frame) => journal.body(frame));
  const waiting: Waiting[] = [];
  let writing: Promise<void> | null = null;
  const writeAll = async () => {
    // A moment for whoever is woken by the same event to give its record too.
    await null;
    while (waiting.length > 0) await writeGroup(nextGroup(waiting), (json, bodies) => journal.append(json, bodies));
    writing = null;
  };
  return {
    async *entries() {
      for (const frame of journal.records.slice(0, before)) {
        const bytes = await read(frame);
        const names = namesBytes(frame);
        const named = JSON.parse(decoder.decode(bytes.subarray(0, names))) as readonly Named[];
        yield* entriesOf(frame, named, names);
      }
    },
    damaged: journal.damaged,
    append(record, body = NOTHING) {
      return new Promise((kept, failed) => {
        waiting.push({ record, body, kept, failed });
        writing ??= writeAll();
      });
    },
    async body(entry) {
      const { frame, at, bytes, crc } = entry as Placed;
      const body = (await read(frame)).subarray(at, at + bytes);
      if (body.length !== bytes || crc32(body) !== crc) {
        throw journalDamaged('of answers', `a part of record ${frame.number} has another length or CRC-32`);
      }
      return body;
    },
    async close() {
      while (writing !== null) await writing;
      await journal.close();
    },
  };
}

function nextGroup(waiting: Waiting[]): Waiting[] {
  let bytes = 0;
  let count = 0;
  while (count < waiting.length && count < MOST_RECORDS && (count === 0 || bytes < MOST_BYTES)) {
    bytes += waiting[count++].body.length;
  }
  return waiting.splice(0, count);
}

async function writeGroup(
  group: readonly Waiting[],
  append: (json: Json, bodies: readonly Uint8Array[]) => Promise<JournalRecord>,
): Promise<void> {
  const named = group.map(({ record, body }): Named => [record, body.length, crc32(body)]);
  const names = Buffer.from(JSON.stringify(named));
  const bodies = group.map(({ body }) => body);
  try {
    const entries = entriesOf(await append({ names: names.length }, [names, ...bodies]), named, names.length);
    group.forEach(({ kept }, i) => void kept(entries[i]));
  } catch (error) {
    for (const { failed } of group) failed(error);
  }
}

function namesBytes({ json }: JournalRecord): number {
  return (json as { readonly names: number }).names;
}

function entriesOf(frame: JournalRecord, named: readonly Named[], from: number): Placed[] {
  let at = from;
  return named.map(([record, bytes, crc]) => {
    const entry = { record, bytes, frame, at, crc };
    at += bytes;
    return entry;
  });
}

/** Reads the bytes of frames, the last few held: neighbours are asked for one after another. */
function frameReader(bodyOf: (frame: JournalRecord) => Promise<Uint8Array>) {
  const held = new Map<JournalRecord, Promise<Uint8Array>>();
  return (frame: JournalRecord): Promise<Uint8Array> => {
    const body = held.get(frame) ?? bodyOf(frame);
    held.delete(frame);
    held.set(frame, body);
    if (held.size > HELD_FRAMES) held.delete(held.keys().next().value!);
    return body;
  };
}
