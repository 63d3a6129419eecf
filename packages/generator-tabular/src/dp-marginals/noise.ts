import { chooseExponentially } from './choose-exponentially.ts';
import { discreteGaussian } from './discrete-gaussian.ts';
import type { RandomBits } from './random-bits.ts';
import { rationalOf } from './rational.ts';

/** The two mechanisms that look at data. Whole-numbered, of sensitivity 1. */
export interface Noise {
  /** Discrete Gaussian noise for each cell of a query. */
  gaussian(variance: number, cells: number): Float64Array;
  /** The place of one of the scores, by the exponential mechanism. */
  choose(scores: readonly number[], epsilon: number): number;
}

/** Exact draws from a source of fair bits. Doubles are taken as the fractions that they are. */
export function exactNoise(bits: RandomBits): Noise {
  return {
    gaussian(variance, cells) {
      const exact = rationalOf(variance);
      return Float64Array.from({ length: cells }, () => discreteGaussian(exact, bits));
    },
    choose: (scores, epsilon) => chooseExponentially(scores, rationalOf(epsilon), bits),
  };
}
