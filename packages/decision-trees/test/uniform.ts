/** A small deterministic source of numbers in [0, 1) for tests (mulberry32). */
export function uniform(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** `length` codes below `codes`. */
export function randomCodes(next: () => number, length: number, codes: number): Uint8Array {
  return Uint8Array.from({ length }, () => Math.floor(next() * codes));
}
