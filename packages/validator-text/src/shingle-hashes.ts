/** Characters of a shingle. */
export const SHINGLE = 5;

const BASE = 0x01000193;
const TOP: number = power(BASE, SHINGLE);

/** 32-bit hashes of the shingles of texts, one text after the other in the same memory. */
export interface ShingleBuffer {
  points: Int32Array;
  hashes: Int32Array;
}

/** An empty buffer; it grows with the longest text. */
export function shingleBuffer(): ShingleBuffer {
  return { points: new Int32Array(1024), hashes: new Int32Array(1024) };
}

/**
 * Writes the hashes of a text's character 5-grams (code points; a shorter text is one shingle) into the buffer, repeats included, and returns how many.
 * A rolling polynomial (Karp & Rabin 1987) with a finish that spreads it over all bits. For candidates alone: unlike `shingles` of
 * text-measures, of which 53 bits are compared, two shingles share a hash once in 2^32.
 */
export function shingleHashes(text: string, buffer: ShingleBuffer): number {
  if (text.length > buffer.points.length) {
    buffer.points = new Int32Array(2 * text.length);
    buffer.hashes = new Int32Array(2 * text.length);
  }
  const { points, hashes } = buffer;
  let length = 0;
  for (let i = 0; i < text.length; i++) {
    let point = text.charCodeAt(i);
    if (point >= 0xd800 && point < 0xdc00) {
      point = text.codePointAt(i) as number;
      if (point > 0xffff) i++;
    }
    points[length++] = point;
  }
  let rolling = 0;
  let count = 0;
  for (let i = 0; i < length; i++) {
    rolling = (Math.imul(rolling, BASE) + points[i]) | 0;
    if (i >= SHINGLE) rolling = (rolling - Math.imul(points[i - SHINGLE], TOP)) | 0;
    if (i >= SHINGLE - 1 || i === length - 1) hashes[count++] = spread(rolling);
  }
  return count;
}

function spread(hash: number): number {
  let x = Math.imul(hash ^ (hash >>> 16), 0x7feb352d);
  x = Math.imul(x ^ (x >>> 15), 0x846ca68b);
  return x ^ (x >>> 16);
}

function power(base: number, exponent: number): number {
  let product = 1;
  for (let i = 0; i < exponent; i++) product = Math.imul(product, base);
  return product;
}
