import { isUtf8 } from 'node:buffer';
import { createHash, type Hash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import { cannotRead, rowTooLong } from '../errors.ts';
import { codeOf } from '../file-checks.ts';
import { wholeCharacters } from '../text-encoding.ts';
import { jsonNotUtf8 } from './json-errors.ts';

/** A stretch of a file that moves on: `bytes[start]` up to `bytes[end]` are read, known to be UTF-8 and not yet used up. */
export interface JsonWindow {
  readonly path: string;
  readonly file: FileHandle;
  readonly hash: Hash;
  /** Bytes that are read at once. */
  readonly chunk: number;
  bytes: Buffer;
  start: number;
  end: number;
  /** Where the bytes read end: behind `end` when they end inside a character. */
  filled: number;
  /** Line breaks before `bytes[start]`; whoever moves `start` counts them. */
  lines: number;
  /** Bytes of the file before `bytes[0]`. */
  position: number;
  /** All is read. */
  ended: boolean;
  /** The file began with a byte order mark, which was passed over. */
  marked: boolean;
}

const CHUNK = 1 << 22;
/** The longest row, in bytes. */
export const longestRow: number = 1 << 26;

/** Opens a file and reads its first stretch. The caller closes `file`. Throws `io/json-not-utf8`. */
export async function openWindow(path: string): Promise<JsonWindow> {
  const file = await open(path).catch((error) => {
    throw cannotRead(path, codeOf(error), error);
  });
  try {
    const { size } = await file.stat();
    const window: JsonWindow = {
      ...{ path, file, hash: createHash('sha256'), chunk: Math.min(CHUNK, size + 1), bytes: Buffer.alloc(0) },
      ...{ start: 0, end: 0, filled: 0, lines: 0, position: 0, ended: false, marked: false },
    };
    await refill(window, 'row 1');
    const { bytes, end } = window;
    window.marked = end >= 3 && bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
    if (window.marked) window.start = 3;
    return window;
  } catch (error) {
    await file.close();
    throw error;
  }
}

/** Reads on behind what is not used up yet, which moves to the front. Throws `io/row-too-long`, `io/json-not-utf8`. */
export async function refill(window: JsonWindow, place: string): Promise<void> {
  const { path } = window;
  const kept = window.filled - window.start;
  if (window.end - window.start > longestRow) throw rowTooLong(path, place, longestRow);
  window.position += window.start;
  const room = Math.max(window.chunk, kept);
  const target = kept + room > window.bytes.length ? Buffer.allocUnsafe(2 * room) : window.bytes;
  window.bytes.copy(target, 0, window.start, window.filled);
  window.bytes = target;
  const checked = window.end - window.start;
  window.start = 0;
  const { bytesRead } = await window.file.read(target, kept, room, null).catch((error) => {
    throw cannotRead(path, codeOf(error), error);
  });
  window.hash.update(target.subarray(kept, kept + bytesRead));
  window.ended = bytesRead === 0;
  window.filled = kept + bytesRead;
  window.end =
    checked + (window.ended ? window.filled - checked : wholeCharacters(target.subarray(checked, window.filled)));
  if (window.position === 0 && checked === 0) refuseWide(path, target.subarray(0, window.filled));
  if (!isUtf8(target.subarray(checked, window.end))) {
    const at = checked + validLength(target.subarray(checked, window.end));
    throw jsonNotUtf8(path, `line ${lineAt(window, at)}, byte ${window.position + at + 1} of the file`);
  }
}

/** UTF-16 and UTF-32, which RFC 8259 does not allow in files. JSON begins with an ASCII character, never with a zero byte. */
function refuseWide(path: string, head: Buffer): void {
  const marked = (head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff);
  if (marked || (head.length > 1 && (head[0] === 0) !== (head[1] === 0)))
    throw jsonNotUtf8(path, 'it begins as UTF-16 or UTF-32 does');
}

/** How many bytes at the front are UTF-8. */
function validLength(bytes: Buffer): number {
  let low = 0;
  let high = bytes.length;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (isUtf8(bytes.subarray(0, wholeCharacters(bytes.subarray(0, middle))))) low = middle;
    else high = middle - 1;
  }
  return wholeCharacters(bytes.subarray(0, low));
}

/** The line of a byte of the window that is not used up yet, from 1. */
export const lineAt = (window: JsonWindow, at: number): number =>
  window.lines + linesIn(window.bytes, window.start, at) + 1;

/** Line breaks in a stretch of bytes. */
export function linesIn(bytes: Uint8Array, from: number, to: number): number {
  let lines = 0;
  for (let i = from; i < to; i++) if (bytes[i] === 0x0a) lines++;
  return lines;
}
