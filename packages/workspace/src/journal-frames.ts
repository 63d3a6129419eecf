import { crc32 } from 'node:zlib';
import { canonicalJson, type Json } from '@verisim/core';

/** Bytes of a frame's head: magic, number, JSON bytes, body bytes, CRC-32 of both, CRC-32 of the head so far; little endian. */
export const HEAD_BYTES = 24;

/** The version of the format that is written and read. */
export const JOURNAL_FORMAT = 1;

const MAGIC = Buffer.from('vsJr');

/** The head of a record. `seed` starts its CRC, so that a frame of a journal of another recipe is never taken for one of this. */
export interface FrameHead {
  /** The record's place in the journal; 0 is the journal's own header. */
  readonly number: number;
  readonly jsonBytes: number;
  readonly bodyBytes: number;
  /** CRC-32 over JSON and body. */
  readonly crc: number;
}

/** The head and the JSON of a record, behind which the pieces of its body stand in the file. */
export function encodeFrame(
  number: number,
  json: Json,
  body: readonly Uint8Array[],
  seed: number,
): readonly [Buffer, Buffer] {
  const text = Buffer.from(canonicalJson(json));
  const head = Buffer.alloc(HEAD_BYTES);
  MAGIC.copy(head);
  head.writeUInt32LE(number, 4);
  head.writeUInt32LE(text.length, 8);
  head.writeUInt32LE(
    body.reduce((sum, { length }) => sum + length, 0),
    12,
  );
  head.writeUInt32LE(
    // Node 22 begins anew at a piece that holds nothing.
    body.reduce((crc, piece) => (piece.length === 0 ? crc : crc32(piece, crc)), crc32(text)),
    16,
  );
  head.writeUInt32LE(crc32(head.subarray(0, 20), seed), 20);
  return [head, text];
}

/** A head at a place of a buffer, `null` when none stands there. */
export function decodeHead(bytes: Buffer, at: number, seed: number): FrameHead | null {
  if (at + HEAD_BYTES > bytes.length || bytes.compare(MAGIC, 0, 4, at, at + 4) !== 0) return null;
  if (bytes.readUInt32LE(at + 20) !== crc32(bytes.subarray(at, at + 20), seed)) return null;
  return {
    number: bytes.readUInt32LE(at + 4),
    jsonBytes: bytes.readUInt32LE(at + 8),
    bodyBytes: bytes.readUInt32LE(at + 12),
    crc: bytes.readUInt32LE(at + 16),
  };
}

/** The places where a head may begin, in order: wherever the magic stands. */
export function* headPlaces(bytes: Buffer, from: number): Generator<number> {
  for (let at = bytes.indexOf(MAGIC, from); at >= 0; at = bytes.indexOf(MAGIC, at + 1)) yield at;
}

/** What the CRC of a journal's frames starts from. */
export function seedOf(recipeHash: string): number {
  return crc32(recipeHash);
}
