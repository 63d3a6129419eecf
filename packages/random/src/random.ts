import { createSha256, sha256 } from './sha256.ts';

/**
 * The only source of chance. xoshiro128++ (Blackman & Vigna 2021, https://prng.di.unimi.it/xoshiro128plusplus.c), its
 * state the SHA-256 of a path of labels, so that a fork depends on the seed and the labels alone, not on what was drawn.
 */
export interface Random {
  /** Uniform in [0, 1), 53 random bits. */
  next(): number;
  /** Uniform integer in [lo, hi), without modulo bias. `hi - lo` at most 2^32. */
  int(lo: number, hi: number): number;
  /** Standard normal (polar method of Marsaglia & Bray 1964). */
  normal(): number;
  /** An independent stream: same parent and same label, same stream, whatever was drawn before. */
  fork(label: string): Random;
  /** The stream's 32-byte name: {@link randomFromKey} starts the same stream again, in this process or another. */
  readonly key: Uint8Array;
}

/** A source of chance for a seed. Equal seeds give equal streams on every machine; `1` and `'1'` are the same seed. */
export function createRandom(seed: number | string): Random {
  return randomFromKey(sha256(`verisim:${seed}`));
}

/** The raw xoshiro128++ generator over its 128-bit state (published test vector: state 1, 2, 3, 4). Returns uint32. */
export function xoshiro128pp(s0: number, s1: number, s2: number, s3: number): () => number {
  return () => {
    const sum = (s0 + s3) | 0;
    const result = (((sum << 7) | (sum >>> 25)) + s0) >>> 0;
    const t = s1 << 9;
    s2 ^= s0;
    s3 ^= s1;
    s1 ^= s2;
    s0 ^= s3;
    s2 ^= t;
    s3 = (s3 << 11) | (s3 >>> 21);
    return result;
  };
}

/** The first `count` numbers of {@link xoshiro128pp}, at a third of the time, at the beginning of `bits`. */
export function xoshiro128ppBits(
  state: readonly [number, number, number, number],
  count: number,
  bits: Uint32Array = new Uint32Array(count),
): Uint32Array {
  let [s0, s1, s2, s3] = state;
  for (let i = 0; i < count; i++) {
    const sum = (s0 + s3) | 0;
    bits[i] = ((sum << 7) | (sum >>> 25)) + s0;
    const t = s1 << 9;
    s2 ^= s0;
    s3 ^= s1;
    s1 ^= s2;
    s0 ^= s3;
    s2 ^= t;
    s3 = (s3 << 11) | (s3 >>> 21);
  }
  return bits;
}

/** The stream of that name from its beginning. Throws a `RangeError` unless it is 32 bytes long. */
export function randomFromKey(key: Uint8Array): Random {
  if (key.length !== 32) throw new RangeError(`randomFromKey: needs 32 bytes, not ${key.length}`);
  const view = new DataView(key.buffer, key.byteOffset);
  const bits = xoshiro128pp(view.getInt32(0), view.getInt32(4), view.getInt32(8), view.getInt32(12) | 1);
  const next = () => ((bits() >>> 5) * 0x4000000 + (bits() >>> 6)) / 0x20000000000000;
  let spare = Number.NaN;
  return {
    key,
    next,
    int(lo, hi) {
      const range = hi - lo;
      if (!(Number.isSafeInteger(lo) && Number.isInteger(range) && range > 0 && range <= 0x100000000))
        throw new RangeError(`random.int(${lo}, ${hi}): needs whole numbers with 0 < hi - lo <= 2^32`);
      const limit = 0x100000000 - (0x100000000 % range);
      let draw = bits();
      while (draw >= limit) draw = bits();
      return lo + (draw % range);
    },
    normal() {
      if (!Number.isNaN(spare)) {
        const kept = spare;
        spare = Number.NaN;
        return kept;
      }
      for (;;) {
        const u = 2 * next() - 1;
        const v = 2 * next() - 1;
        const square = u * u + v * v;
        if (square === 0 || square >= 1) continue;
        const scale = Math.sqrt((-2 * Math.log(square)) / square);
        spare = v * scale;
        return u * scale;
      }
    },
    fork: (label) => randomFromKey(createSha256().update(key).update(new TextEncoder().encode(label)).digest()),
  };
}

/** Shuffles in place (Fisher & Yates) and returns the same array. */
export function shuffle<T extends { length: number; [index: number]: unknown }>(values: T, random: Random): T {
  for (let i = values.length - 1; i > 0; i--) {
    const j = random.int(0, i + 1);
    const held = values[i];
    values[i] = values[j];
    values[j] = held;
  }
  return values;
}
