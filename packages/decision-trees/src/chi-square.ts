/**
 * The standard normal score of a chi-square value (Wilson & Hilferty 1931, PNAS 17): the cube root of chi-square / df is close
 * to normal with mean 1 - 2/(9 df) and variance 2/(9 df).
 *
 * @param chiSquare at least 0
 * @param df degrees of freedom, at least 1
 */
export function chiSquareScore(chiSquare: number, df: number): number {
  const variance = 2 / (9 * df);
  return (Math.cbrt(chiSquare / df) - 1 + variance) / Math.sqrt(variance);
}

/** The chi-square value with that normal score: the inverse of {@link chiSquareScore}, never below 0. */
export function chiSquareAtScore(score: number, df: number): number {
  const variance = 2 / (9 * df);
  return df * Math.max(0, 1 - variance + score * Math.sqrt(variance)) ** 3;
}
