import { createRandom, type Random } from '@verisim/core';

/** Hash functions from 32 bits to 32 bits, to be evaluated together. */
export interface HashFamily {
  readonly masks: Int32Array;
  /** Odd, so that each function is one-to-one. */
  readonly multipliers: Int32Array;
}

const FOLDED = 0x2c1b3c6d;
const NONE = 0x7fffffff;

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
  const last = masks.length - 1;
  // Four functions at a time, in twice the speed: one read of an element serves four, and no step waits for the one before.
  for (let k = 0; k <= last; k += 4) {
    const [l, m, n] = [Math.min(k + 1, last), Math.min(k + 2, last), Math.min(k + 3, last)];
    const maskA = masks[k] | 0;
    const maskB = masks[l] | 0;
    const maskC = masks[m] | 0;
    const maskD = masks[n] | 0;
    const oddA = multipliers[k] | 0;
    const oddB = multipliers[l] | 0;
    const oddC = multipliers[m] | 0;
    const oddD = multipliers[n] | 0;
    let a = NONE;
    let b = NONE;
    let c = NONE;
    let d = NONE;
    for (let i = 0; i < length; i++) {
      const element = elements[i];
      const w = folded(Math.imul(element ^ maskA, oddA));
      const x = folded(Math.imul(element ^ maskB, oddB));
      const y = folded(Math.imul(element ^ maskC, oddC));
      const z = folded(Math.imul(element ^ maskD, oddD));
      if (w < a) a = w;
      if (x < b) b = x;
      if (y < c) c = y;
      if (z < d) d = z;
    }
    into[k] = a;
    into[l] = b;
    into[m] = c;
    into[n] = d;
  }
}

function folded(product: number): number {
  return Math.imul(product ^ (product >>> 15), FOLDED);
}
