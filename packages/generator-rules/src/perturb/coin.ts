import { type Random, xoshiro128ppBits } from '@verisim/core';

/** Draws made ahead. */
const AHEAD = 4096;

/**
 * A source of whole numbers in [-2^31, 2^31), evenly, that follows from a stream alone: one draw for each character of each text has to cost little, and small whole numbers are what the
 * engine does not put on the heap.
 */
export function createCoin(random: Random): () => number {
  const own = random.fork('coin');
  const bits = new Uint32Array(AHEAD);
  const draws = new Int32Array(bits.buffer);
  let at = AHEAD;
  return () => {
    if (at === AHEAD) {
      const word = () => own.int(0, 2 ** 32);
      xoshiro128ppBits([word(), word(), word(), word() | 1], AHEAD, bits);
      at = 0;
    }
    return draws[at++];
  };
}
