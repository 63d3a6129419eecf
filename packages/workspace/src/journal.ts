import { constants } from 'node:fs';
import { type FileHandle, open, rm } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { crc32 } from 'node:zlib';
import { canonicalJson, isVerisimError, type Json } from '@verisim/core';
import { hashOf, syncFolder } from './atomic-write.ts';
import { anotherJournal, cannotWrite, journalDamaged, journalFailed } from './errors.ts';
import { encodeFrame, HEAD_BYTES, seedOf } from './journal-frames.ts';
import { beginJournal } from './journal-header.ts';
import { acquireLock, releaseLock } from './lock-file.ts';
import { bytesAt, type DamagedRecord, type FoundRecord, frameBytes } from './read-journal.ts';

/** A record that is on the disk, whole. */
export interface JournalRecord {
  /** Its place, from 1. */
  readonly number: number;
  readonly json: Json;
  readonly bodyBytes: number;
}

/** How a journal is opened. */
export interface JournalRequest {
  /** Everything that decides what the records mean: a journal of another recipe is not used. No secrets, no paths, no times. */
  readonly recipe: Json;
  /** What to do with a journal of another recipe or format: `refuse` (when left out), or `replace` it by an empty one. */
  readonly other?: 'refuse' | 'replace';
}

/** An append-only file of records, open for this process alone. */
export interface Journal {
  /** Whole records in the order they were written, those appended since among them. */
  readonly records: readonly JournalRecord[];
  /** Records whose bytes were changed on the disk: named here, left where they are, never among `records`. */
  readonly damaged: readonly DamagedRecord[];
  /** Why a journal that stood here was not used, `null` when it was or there was none. */
  readonly replaced: string | null;
  /**
   * Returns when the record is on the disk (fsync). Calls at once are written one after another. After a failure nothing more is
   * taken. A body may come in pieces. Throws `workspace/cannot-write`, `workspace/journal-failed`.
   */
  append(json: Json, body?: Uint8Array | readonly Uint8Array[]): Promise<JournalRecord>;
  /** The bytes given beside a record's JSON, checked once more. Throws `workspace/journal-damaged`. */
  body(record: JournalRecord): Promise<Uint8Array>;
  /** Waits for what is being written, and lets the file go. */
  close(): Promise<void>;
  /** Closes the journal and deletes it: its work is done. */
  remove(): Promise<void>;
}

/**
 * Opens a journal, or begins one, mode 0600. For work that must not be done twice: write down what is about to be done
 * (`append({ attempt: key })`), do it, write down what came of it (`append({ answer: key }, bytes)`); after a kill at any moment `records` tells
 * what is left to do. The file: frames of a 24-byte head (magic, number, lengths, CRC-32 of the payload, CRC-32 of the head), canonical
 * JSON, bytes; frame 0 names format and recipe. A last record that a kill left unfinished is dropped; one with changed bytes
 * is named in `damaged`, and the ones behind it are still found.
 *
 * Throws `workspace/another-journal`, `workspace/locked` (another process has it open), `workspace/cannot-write`.
 */
export async function openJournal(path: string, request: JournalRequest): Promise<Journal> {
  const lock = `${path}.lock`;
  await acquireLock(lock, { what: `The journal ${basename(path)}`, patience: 200 });
  let file: FileHandle | null = null;
  try {
    file = await open(path, constants.O_RDWR | constants.O_CREAT, 0o600);
    return await journalOn(file, path, request);
  } catch (error) {
    await file?.close();
    await releaseLock(lock);
    throw isVerisimError(error) ? error : cannotWrite(basename(path), error);
  }
}

async function journalOn(
  file: FileHandle,
  path: string,
  { recipe, other = 'refuse' }: JournalRequest,
): Promise<Journal> {
  const hash = hashOf(canonicalJson(recipe));
  const begun = await beginJournal(file, recipe, hash);
  if (begun.why !== null && other === 'refuse') throw anotherJournal(basename(path), begun.why);
  await file.truncate(begun.content.end);
  if (begun.fresh !== null) {
    await writeAll(file, begun.fresh, 0);
    await file.sync();
    await syncFolder(dirname(path));
  }
  const lock = `${path}.lock`;
  const seed = seedOf(hash);
  const places = new Map<JournalRecord, FoundRecord>();
  const records: JournalRecord[] = [];
  const add = (found: FoundRecord): JournalRecord => {
    const record = { number: found.number, json: found.json, bodyBytes: found.head.bodyBytes };
    places.set(record, found);
    records.push(record);
    return record;
  };
  begun.content.records.forEach(add);
  const end = Math.max(begun.content.end, begun.fresh?.length ?? 0);
  const write = appender(file, basename(path), { end, next: begun.content.next, seed });
  let underway: Promise<unknown> = Promise.resolve();
  const close = async () => {
    await underway.catch(() => {});
    await file.close();
    await releaseLock(lock);
  };
  return {
    records,
    damaged: begun.content.damaged,
    replaced: begun.why,
    append(json, given = []) {
      const body = given instanceof Uint8Array ? [given] : given;
      const appended = underway.then(
        () => write(json, body),
        () => write(json, body),
      );
      underway = appended;
      return appended.then(add);
    },
    body: (record) => bodyOf(file, basename(path), places.get(record)!),
    close,
    async remove() {
      await underway.catch(() => {});
      await file.close();
      await rm(path, { force: true });
      await syncFolder(dirname(path));
      await releaseLock(lock);
    },
  };
}

/** Writes one record after another, and none after one that failed: what such a write left on the disk is not known. */
function appender(file: FileHandle, name: string, start: { end: number; next: number; seed: number }) {
  let { end, next } = start;
  let failed = false;
  return async (json: Json, body: readonly Uint8Array[]): Promise<FoundRecord> => {
    if (failed) throw journalFailed(name);
    const [head, text] = encodeFrame(next, json, body, start.seed);
    const offset = end;
    try {
      await writeAll(file, Buffer.concat([head, text]), offset);
      end = await writePieces(file, body, offset + head.length + text.length);
      await file.datasync();
    } catch (error) {
      failed = true;
      await file.truncate(offset).catch(() => {});
      throw cannotWrite(name, error);
    }
    const number = next++;
    const bodyBytes = end - offset - head.length - text.length;
    return { number, json, offset, head: { number, jsonBytes: text.length, bodyBytes, crc: head.readUInt32LE(16) } };
  };
}

async function bodyOf(file: FileHandle, name: string, { head, offset, number }: FoundRecord): Promise<Uint8Array> {
  const payload = await bytesAt(file, offset + HEAD_BYTES, frameBytes(head) - HEAD_BYTES);
  if (crc32(payload) !== head.crc) throw journalDamaged(name, `record ${number} at byte ${offset} has another CRC-32`);
  return payload.subarray(head.jsonBytes);
}

/** Bytes from which on a piece is written by itself, not copied together with others. */
const PIECE_BYTES = 1 << 15;

/** Writes pieces one behind the other. Returns where they end. */
async function writePieces(file: FileHandle, pieces: readonly Uint8Array[], position: number): Promise<number> {
  let end = position;
  let small: Uint8Array[] = [];
  const write = async (bytes: Uint8Array) => {
    await writeAll(file, bytes, end);
    end += bytes.length;
  };
  for (const piece of pieces) {
    if (piece.length < PIECE_BYTES) small.push(piece);
    else {
      if (small.length > 0) await write(Buffer.concat(small));
      small = [];
      await write(piece);
    }
  }
  if (small.length > 0) await write(Buffer.concat(small));
  return end;
}

async function writeAll(file: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  for (let done = 0; done < bytes.length; ) {
    done += (await file.write(bytes, done, bytes.length - done, position + done)).bytesWritten;
  }
}
