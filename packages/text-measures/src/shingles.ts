/** 53-bit hashes, ascending and unique. */
export type HashSet = Float64Array;

/**
 * The character n-grams (code points) of a text as a set of 53-bit hashes; a text shorter than n is one shingle. Two different shingles
 * have equal hashes once in 10^16 pairs. Give the normal form of a text where case and spaces do not matter.
 */
export function shingles(text: string, n = 5): HashSet {
  const points = Int32Array.from(text, (character) => character.codePointAt(0) as number);
  const hashes = new Float64Array(points.length === 0 ? 0 : Math.max(1, points.length - n + 1));
  for (let i = 0; i < hashes.length; i++) hashes[i] = hashTokens(points, i, Math.min(points.length, i + n));
  hashes.sort();
  let length = 0;
  for (const hash of hashes) if (length === 0 || hash !== hashes[length - 1]) hashes[length++] = hash;
  return hashes.subarray(0, length);
}

/** A 53-bit hash of tokens `from` (inclusive) to `to` (exclusive). */
export function hashTokens(tokens: Int32Array, from: number, to: number): number {
  let a = 0x811c9dc5;
  let b = 0xc2b2ae35 ^ (to - from);
  for (let i = from; i < to; i++) {
    a = Math.imul(a ^ tokens[i], 0x01000193);
    a ^= a >>> 15;
    b = Math.imul(b ^ tokens[i], 0x5bd1e995) + a;
    b ^= b >>> 13;
  }
  a = Math.imul(a ^ (a >>> 16), 0x7feb352d);
  b = Math.imul(b ^ (b >>> 15), 0x846ca68b);
  return ((a ^ (a >>> 15)) >>> 0) * 0x200000 + ((b ^ (b >>> 16)) & 0x1fffff);
}
