import { bernoulli, type RandomBits, uniformBelow } from './random-bits.ts';
import type { Rational } from './rational.ts';

/**
 * True with probability exp(-numerator / denominator), exactly, for a fraction of 0 or more (Canonne, Kamath & Steinke 2020, "The
 * Discrete Gaussian for Differential Privacy", Algorithm 1): whole numbers and fair bits, no logarithm, no floating point.
 */
export function bernoulliExp(numerator: bigint, denominator: bigint, bits: RandomBits): boolean {
  const whole = numerator / denominator;
  for (let i = 0n; i < whole; i++) if (!bernoulliExpSmall(1n, 1n, bits)) return false;
  return bernoulliExpSmall(numerator % denominator, denominator, bits);
}

/** The same for a fraction of at most 1. */
function bernoulliExpSmall(numerator: bigint, denominator: bigint, bits: RandomBits): boolean {
  let k = 1n;
  while (bernoulli(numerator, denominator * k, bits)) k++;
  return k % 2n === 1n;
}

/** A whole number with probability proportional to exp(-|x| / scale); `scale` a whole number of 1 or more (ibid., Algorithm 2). */
export function discreteLaplace(scale: bigint, bits: RandomBits): bigint {
  for (;;) {
    const low = uniformBelow(scale, bits);
    if (!bernoulliExpSmall(low, scale, bits)) continue;
    let high = 0n;
    while (bernoulliExpSmall(1n, 1n, bits)) high++;
    const size = low + scale * high;
    const negative = bernoulli(1n, 2n, bits);
    if (negative && size === 0n) continue;
    return negative ? -size : size;
  }
}

/**
 * A whole number with probability proportional to exp(-x^2 / (2 variance)), exactly (ibid., Algorithm 3). Added to a whole-numbered query
 * of L2 sensitivity d it is d^2 / (2 variance)-zCDP (ibid., Theorem 4). How long it takes depends on its own draws alone.
 */
export function discreteGaussian(variance: Rational, bits: RandomBits): number {
  const { numerator, denominator } = variance;
  const scale = squareRoot(numerator / denominator) + 1n;
  for (;;) {
    const draw = discreteLaplace(scale, bits);
    const gap = (draw < 0n ? -draw : draw) * scale * denominator - numerator;
    if (bernoulliExp(gap * gap, 2n * scale * scale * denominator * numerator, bits)) return Number(draw);
  }
}

/** The whole part of a square root (Newton). */
function squareRoot(value: bigint): bigint {
  if (value < 2n) return value;
  let root = 1n << BigInt((value.toString(2).length + 1) >> 1);
  for (;;) {
    const next = (root + value / root) >> 1n;
    if (next >= root) return root;
    root = next;
  }
}
