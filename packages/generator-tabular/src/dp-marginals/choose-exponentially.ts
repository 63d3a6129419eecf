import { bernoulliExp } from './discrete-gaussian.ts';
import { type RandomBits, uniformBelow } from './random-bits.ts';
import type { Rational } from './rational.ts';

/**
 * The exponential mechanism (McSherry & Talwar 2007): the place of a score, drawn with probability proportional to
 * exp(epsilon * score / 2), for scores of sensitivity 1: epsilon^2 / 8-zCDP (Cesar & Rogers 2021). Scores are whole numbers and epsilon a
 * fraction, so that rejection against the highest score draws exactly that: Gumbel noise in floating point would not.
 */
export function chooseExponentially(scores: readonly number[], epsilon: Rational, bits: RandomBits): number {
  const highest = BigInt(scores.reduce((most, score) => Math.max(most, score), -Infinity));
  const count = BigInt(scores.length);
  for (;;) {
    const at = Number(uniformBelow(count, bits));
    const gap = highest - BigInt(scores[at]);
    if (bernoulliExp(gap * epsilon.numerator, 2n * epsilon.denominator, bits)) return at;
  }
}
