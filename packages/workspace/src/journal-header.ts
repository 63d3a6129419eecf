import type { FileHandle } from 'node:fs/promises';
import type { Json } from '@verisim/core';
import { decodeHead, encodeFrame, type FrameHead, JOURNAL_FORMAT, seedOf } from './journal-frames.ts';
import { bytesAt, frameBytes, type JournalContent, readJournal } from './read-journal.ts';
import { recipeDifference } from './recipe-difference.ts';

/** What was found in a journal's file. */
export interface BegunJournal {
  readonly content: JournalContent;
  /** A header to write to the file once it is cut to `content.end`; `null` when it has a right one. */
  readonly fresh: Uint8Array | null;
  /** Why what is there cannot be used, `null` when it can or when nothing is there. */
  readonly why: string | null;
}

const EMPTY: JournalContent = { records: [], damaged: [], end: 0, next: 1 };

/**
 * Reads the header and what follows. A header that a kill left unfinished counts as none. One that was damaged is rebuilt from the
 * recipe when records of that very recipe follow.
 */
export async function beginJournal(file: FileHandle, recipe: Json, hash: string): Promise<BegunJournal> {
  const { size } = await file.stat();
  const fresh = Buffer.concat(encodeFrame(0, { format: JOURNAL_FORMAT, hash, recipe }, [], 0));
  const found = await bytesAt(file, 0, Math.min(size, fresh.length));
  if (found.equals(fresh)) {
    return { content: await readJournal(file, size, fresh.length, 1, seedOf(hash)), fresh: null, why: null };
  }
  if (found.length < fresh.length && found.equals(fresh.subarray(0, found.length))) {
    return { content: EMPTY, fresh, why: null };
  }
  const head = decodeHead(found, 0, 0);
  if (head !== null && frameBytes(head) > size) return { content: EMPTY, fresh, why: null };
  const why = head === null ? null : await otherHeader(file, head, recipe, hash);
  if (why !== null) return { content: EMPTY, fresh, why };
  const content = await readJournal(file, size, fresh.length, 1, seedOf(hash));
  if (content.records.length === 0) return { content: EMPTY, fresh, why: 'its header cannot be read' };
  const damaged = [{ number: 0, offset: 0, bytes: fresh.length }, ...content.damaged];
  return { content: { ...content, damaged }, fresh, why: null };
}

/** In what a whole header is not this journal's; `null` when its bytes were changed. */
async function otherHeader(file: FileHandle, head: FrameHead, recipe: Json, hash: string): Promise<string | null> {
  const { records } = await readJournal(file, frameBytes(head), 0, 0, 0);
  if (records.length === 0) return null;
  const { format, hash: written, recipe: before } = records[0].json as { format: Json; hash: string; recipe: Json };
  if (format !== JOURNAL_FORMAT) return `it has format ${format} and this version reads format ${JOURNAL_FORMAT}`;
  return written === hash ? null : recipeDifference(before, recipe);
}
