/** A fraction of whole numbers, the denominator positive. */
export interface Rational {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

/** The exact value of a finite double: each is a whole number over a power of two. */
export function rationalOf(value: number): Rational {
  if (!Number.isFinite(value)) throw new RangeError(`rationalOf: ${value} is not finite`);
  let [whole, denominator] = [value, 1n];
  while (!Number.isInteger(whole)) {
    whole *= 2;
    denominator *= 2n;
  }
  return { numerator: BigInt(whole), denominator };
}
