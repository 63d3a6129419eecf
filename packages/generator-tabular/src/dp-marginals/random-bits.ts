/** Uniform, independent 32-bit words. */
export type RandomBits = () => number;

/** Words drawn from the system at once; `getRandomValues` gives 65,536 bytes at most. */
const WORDS = 4096;

/** Words from the system's cryptographic generator (Web Crypto). Used once each, and wiped as they are used. */
export function systemBits(): RandomBits {
  const words = new Uint32Array(WORDS);
  let at = WORDS;
  return () => {
    if (at === WORDS) {
      globalThis.crypto.getRandomValues(words);
      at = 0;
    }
    const word = words[at];
    words[at++] = 0;
    return word;
  };
}

/** Uniform among 0 ... `bound` - 1, by rejection: no bias. `bound` is at least 1. */
export function uniformBelow(bound: bigint, bits: RandomBits): bigint {
  const length = bound.toString(2).length;
  const mask = (1n << BigInt(length)) - 1n;
  for (;;) {
    let draw = 0n;
    for (let have = 0; have < length; have += 32) draw = (draw << 32n) | BigInt(bits());
    draw &= mask;
    if (draw < bound) return draw;
  }
}

/** True with probability `numerator / denominator` (at most 1) exactly: a uniform number is compared with it word by word. */
export function bernoulli(numerator: bigint, denominator: bigint, bits: RandomBits): boolean {
  if (numerator >= denominator) return true;
  let rest = numerator;
  for (;;) {
    rest <<= 32n;
    const word = Number(rest / denominator);
    rest %= denominator;
    const drawn = bits();
    if (drawn !== word) return drawn < word;
    if (rest === 0n) return false;
  }
}
