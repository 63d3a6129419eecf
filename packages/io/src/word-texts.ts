import { type GrowingBytes, growingBytes, reserve } from './growing-bytes.ts';

/** UTF-8 texts that each begin at a word of four bytes, so that they can be copied by words. */
export interface WordTexts {
  /** The texts, in the byte order of the machine. */
  readonly words: Int32Array;
  /** The word that a text begins at. */
  readonly starts: Int32Array;
  /** The bytes of a text. */
  readonly lengths: Int32Array;
}

/** Bytes that copying by words may write beyond the text. */
export const overshoot = 4;

/** Whether words stand in bytes with the lowest first. */
export const littleEndian: boolean = new Uint8Array(new Int32Array([1]).buffer)[0] === 1;

/** Texts in words. */
export function wordTexts(texts: readonly string[]): WordTexts {
  const out = growingBytes(1024);
  const starts = new Int32Array(texts.length);
  const lengths = new Int32Array(texts.length);
  texts.forEach((text, i) => {
    reserve(out, 3 * text.length + overshoot);
    starts[i] = out.used / 4;
    lengths[i] = out.bytes.write(text, out.used, 'utf8');
    out.used += wordAligned(lengths[i]);
  });
  return { words: wordsOf(out), starts, lengths };
}

/** The least multiple of four that is at least `length`. */
export const wordAligned = (length: number): number => (length + 3) & ~3;

/** The words that are used of bytes. */
export function wordsOf({ bytes, used }: GrowingBytes): Int32Array {
  const aligned = bytes.byteOffset % 4 === 0 ? bytes : Uint8Array.from(bytes);
  return new Int32Array(aligned.buffer, aligned.byteOffset, wordAligned(used) / 4);
}
