/** A permutation of the whole numbers below a size. */
export type Permutation = (index: number) => number;

const ROUNDS = 6;

/**
 * A pseudo-random permutation of 0 to `size` - 1 (at most 2^52): a Feistel network of six rounds over the next even number of bits, walked until it falls
 * below the size (Black & Rogaway 2002). Any element is known without the others, so blocks of keys need not know each other. `key`: 32 bytes.
 */
export function permutationOf(size: number, key: Uint8Array): Permutation {
  if (!(Number.isSafeInteger(size) && size >= 1 && size <= 2 ** 52))
    throw new RangeError(`permutationOf: size ${size}`);
  const half = Math.max(1, Math.ceil(Math.log2(size) / 2));
  const base = 2 ** half;
  const mask = base - 1;
  const view = new DataView(key.buffer, key.byteOffset);
  const words = Array.from({ length: ROUNDS }, (_, round) => view.getUint32(4 * round));
  const once = (index: number): number => {
    let left = Math.floor(index / base);
    let right = index % base;
    for (const word of words) {
      const next = left ^ (mix(right, word) & mask);
      left = right;
      right = next;
    }
    return left * base + right;
  };
  return (index) => {
    let found = once(index);
    while (found >= size) found = once(found);
    return found;
  };
}

/** The finaliser of MurmurHash3 over a word and a key. */
function mix(value: number, key: number): number {
  let h = (value ^ key) | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
