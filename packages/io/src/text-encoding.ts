import { isUtf8 } from 'node:buffer';
import { notUtf8 } from './errors.ts';
import { visitFile } from './file-bytes.ts';

export type TextEncodingName = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';

/** How the bytes of a text file are to be taken. */
export interface EncodedFile {
  readonly encoding: TextEncodingName;
  /** Bytes of a byte order mark. */
  readonly mark: number;
  /** `windows-1252`: lines with characters beyond ASCII, and the first of these as it is read. */
  readonly foreignLines: number;
  readonly example: string;
  /** SHA-256 of the file's bytes, hexadecimal. */
  readonly hash: string;
  readonly size: number;
}

/**
 * Looks at every byte of a file. UTF-8 unless a byte order mark or the pattern of zero bytes says UTF-16, or single bytes
 * beyond ASCII, with no valid UTF-8 sequence among them, say Windows-1252 (which holds all of Latin-1's letters). Throws
 * `io/not-utf8` for a mixture and for bytes that no encoding explains.
 */
export async function encodingOf(path: string, signal?: AbortSignal): Promise<EncodedFile> {
  let head: Buffer | null = null;
  let cut = Buffer.alloc(0);
  let valid = true;
  let size = 0;
  const hash = await visitFile(
    path,
    (chunk) => {
      head ??= Buffer.from(chunk.subarray(0, 4096));
      size += chunk.length;
      if (!valid) return;
      const bytes = cut.length > 0 ? Buffer.concat([cut, chunk]) : chunk;
      const whole = wholeCharacters(bytes);
      valid = isUtf8(bytes.subarray(0, whole));
      cut = Buffer.from(bytes.subarray(whole));
    },
    signal,
  );
  const start = head ?? Buffer.alloc(0);
  const wide = utf16Of(start);
  const plain = { foreignLines: 0, example: '', hash, size };
  if (wide !== null) return { ...plain, ...wide };
  if (valid && cut.length === 0) {
    const mark = start[0] === 0xef && start[1] === 0xbb && start[2] === 0xbf ? 3 : 0;
    return { ...plain, encoding: 'utf-8', mark };
  }
  return { ...plain, encoding: 'windows-1252', mark: 0, ...(await singleBytes(path, signal)) };
}

function utf16Of(head: Buffer): { readonly encoding: TextEncodingName; readonly mark: number } | null {
  if (head[0] === 0xff && head[1] === 0xfe) return { encoding: 'utf-16le', mark: 2 };
  if (head[0] === 0xfe && head[1] === 0xff) return { encoding: 'utf-16be', mark: 2 };
  if (head.length < 4) return null;
  let even = 0;
  let odd = 0;
  for (let i = 0; i < head.length; i++) if (head[i] === 0) i % 2 === 0 ? even++ : odd++;
  if (odd > 0.4 * (head.length / 2) && even < 0.1 * odd) return { encoding: 'utf-16le', mark: 0 };
  if (even > 0.4 * (head.length / 2) && odd < 0.1 * even) return { encoding: 'utf-16be', mark: 0 };
  return null;
}

/** Bytes that Windows-1252 leaves undefined. */
const UNDEFINED = [0x81, 0x8d, 0x8f, 0x90, 0x9d];

async function singleBytes(path: string, signal?: AbortSignal): Promise<{ foreignLines: number; example: string }> {
  let line = 1;
  let foreignLine = 0;
  let foreignLines = 0;
  let example = -1;
  let expected = 0;
  let lead = -1;
  let sequences = false;
  const fail = (at: number) => {
    throw notUtf8(path, `line ${at}`);
  };
  const single = (byte: number) => {
    if (sequences) fail(line);
    if (UNDEFINED.includes(byte)) fail(line);
    if (example < 0) example = byte;
    if (foreignLine !== line) foreignLines++;
    foreignLine = line;
  };
  await visitFile(
    path,
    (chunk) => {
      for (const byte of chunk) {
        if (expected > 0 && byte >= 0x80 && byte < 0xc0) {
          // A whole sequence of UTF-8 among bytes that are none: two encodings in one file.
          if (--expected > 0) continue;
          if (foreignLine > 0) fail(foreignLine);
          sequences = true;
          continue;
        }
        if (expected > 0) single(lead);
        expected = 0;
        if (byte < 0x80) {
          if (byte === 0) fail(line);
          if (byte === 0x0a) line++;
          continue;
        }
        lead = byte;
        if (byte >= 0xc2 && byte < 0xf5) expected = byte >= 0xf0 ? 3 : byte >= 0xe0 ? 2 : 1;
        else single(byte);
      }
    },
    signal,
  );
  if (expected > 0) throw notUtf8(path, 'the last character is cut off');
  return { foreignLines, example: new TextDecoder('windows-1252').decode(Uint8Array.of(example)) };
}

/** Where the last whole UTF-8 character ends. */
export function wholeCharacters(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back];
    if (byte < 0x80) break;
    if (byte < 0xc0) continue;
    const wanted = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
    return wanted > back ? bytes.length - back : bytes.length;
  }
  return bytes.length;
}
