import { createRandom, type Random } from '@verisim/core';

/** Hash functions from 32 bits to 32 bits, to be evaluated together. */
export interface HashFamily {
  readonly masks: Int32Array;
  /** Odd, so that each function is one-to-one. */
  readonly multipliers: Int32Array;
}

const FOLDED = 0x2c1b3c6d;

/**
 * Draws `size` hash functions x -> ((x xor mask) * odd) folded, times an odd constant, modulo 2^32: each is a permutation of the 32-bit numbers (multiply, fold,
 * multiply as in the finaliser of MurmurHash3, Appleby 2011). The fold carries high bits into low ones; a product alone leaves the lowest bits of all functions alike.
 */
export function hashFamily(size: number, random: Random = createRandom('validator-text minhash')): HashFamily {
  const draw = () => Int32Array.from({ length: size }, () => random.int(0, 2 ** 32) | 0);
  return { masks: draw(), multipliers: draw().map((value) => value | 1) };
}

/**
 * The MinHash signature of a set (Broder 1997): the least value of each function over the first `length` elements, compared as signed numbers. Two
 * signatures agree at a place with the chance of the sets' Jaccard similarity. Repeated elements change nothing; an empty set gives 2^31 - 1 everywhere.
 *
 * @param into as long as the family
 */
export function minHash(
  { masks, multipliers }: HashFamily,
  elements: Int32Array,
  length: number,
  into: Int32Array,
): void {
  const size = masks.length;
  // Two functions at a time: half the reads, and twice the work between two dependent steps.
  for (let k = 0; k < size; k += 2) {
    const other = Math.min(k + 1, size - 1);
    const [mask, multiplier] = [masks[k], multipliers[k]];
    const [otherMask, otherMultiplier] = [masks[other], multipliers[other]];
    let least = 0x7fffffff;
    let otherLeast = 0x7fffffff;
    for (let i = 0; i < length; i++) {
      const element = elements[i];
      const x = Math.imul(element ^ mask, multiplier);
      const y = Math.imul(element ^ otherMask, otherMultiplier);
      least = Math.min(least, Math.imul(x ^ (x >>> 15), FOLDED));
      otherLeast = Math.min(otherLeast, Math.imul(y ^ (y >>> 15), FOLDED));
    }
    into[k] = least;
    into[other] = otherLeast;
  }
}
