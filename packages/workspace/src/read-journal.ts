import type { FileHandle } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import type { Json } from '@verisim/core';
import { decodeHead, type FrameHead, HEAD_BYTES, headPlaces } from './journal-frames.ts';

/** A whole record: its JSON, and where its bytes are. */
export interface FoundRecord {
  readonly number: number;
  readonly json: Json;
  /** Of the frame, from the start of the file. */
  readonly offset: number;
  readonly head: FrameHead;
}

/** Bytes that were written and are not what was written. They stay where they are and are never used. */
export interface DamagedRecord {
  /** The number of the record, or of the first of several. */
  readonly number: number;
  readonly offset: number;
  readonly bytes: number;
}

/** What a journal's file holds after its header. */
export interface JournalContent {
  readonly records: readonly FoundRecord[];
  readonly damaged: readonly DamagedRecord[];
  /** Where the next record goes: behind all but a last record that was never finished. */
  readonly end: number;
  /** The number that the next record gets. */
  readonly next: number;
}

const CHUNK = 1 << 20;

/**
 * Reads a journal from `from` on in pieces of a megabyte, every CRC checked. A record that a kill left unfinished at the end is left out
 * (`end` is before it); one with other bytes than were written is `damaged`, and reading goes on with the next head.
 */
export async function readJournal(
  file: FileHandle,
  size: number,
  from: number,
  first: number,
  seed: number,
): Promise<JournalContent> {
  const records: FoundRecord[] = [];
  const damaged: DamagedRecord[] = [];
  let next = first;
  let at = from;
  while (at < size) {
    const head = decodeHead(await bytesAt(file, at, Math.min(HEAD_BYTES, size - at)), 0, seed);
    const end = head === null ? Number.POSITIVE_INFINITY : at + frameBytes(head);
    if (head !== null && head.number >= next && end <= size) {
      const json = await payloadJson(file, at, head);
      if (json === undefined) damaged.push({ number: head.number, offset: at, bytes: frameBytes(head) });
      else records.push({ number: head.number, json, offset: at, head });
      next = head.number + 1;
      at = end;
      continue;
    }
    const found = await nextHead(file, at + 1, size, next, seed);
    // Nothing whole follows. What is cut short is a write that was interrupted; a frame's worth of other bytes is damage.
    if (found === null && (head !== null || size - at < HEAD_BYTES)) break;
    const until = found ?? size;
    damaged.push({ number: next, offset: at, bytes: until - at });
    at = until;
    if (found === null) next++;
  }
  return { records, damaged, end: at, next };
}

/** The length of a whole frame. */
export function frameBytes(head: FrameHead): number {
  return HEAD_BYTES + head.jsonBytes + head.bodyBytes;
}

/** Bytes of a file, fewer where it ends. */
export async function bytesAt(file: FileHandle, offset: number, length: number): Promise<Buffer> {
  const buffer = Buffer.allocUnsafe(length);
  let have = 0;
  while (have < length) {
    const { bytesRead } = await file.read(buffer, have, length - have, offset + have);
    if (bytesRead === 0) break;
    have += bytesRead;
  }
  return buffer.subarray(0, have);
}

/** The JSON of a frame whose payload has its CRC, else `undefined`. */
async function payloadJson(file: FileHandle, at: number, head: FrameHead): Promise<Json | undefined> {
  const text = await bytesAt(file, at + HEAD_BYTES, head.jsonBytes);
  let crc = crc32(text);
  const end = at + frameBytes(head);
  for (let place = at + HEAD_BYTES + head.jsonBytes; place < end; place += CHUNK) {
    crc = crc32(await bytesAt(file, place, Math.min(CHUNK, end - place)), crc);
  }
  return crc === head.crc ? (JSON.parse(text.toString('utf8')) as Json) : undefined;
}

/** The place of the next head whose number is at least `least`, `null` when there is none. */
async function nextHead(
  file: FileHandle,
  from: number,
  size: number,
  least: number,
  seed: number,
): Promise<number | null> {
  for (let start = from; start < size; start += CHUNK) {
    const bytes = await bytesAt(file, start, Math.min(CHUNK + HEAD_BYTES, size - start));
    for (const place of headPlaces(bytes, 0)) {
      const head = decodeHead(bytes, place, seed);
      if (head !== null && head.number >= least && start + place + frameBytes(head) <= size) return start + place;
    }
  }
  return null;
}
