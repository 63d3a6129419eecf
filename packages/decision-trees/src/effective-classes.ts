/**
 * Expected contribution of a class with `count` rows to the likelihood-ratio chi-square of a balanced split that has nothing to do with
 * the class: 1 for frequent classes, up to 2 ln 2 = 1.39 for single rows, where the chi-square approximation fails. Computed exactly
 * over the binomial distribution up to 64 rows, and as 1 + 1/(2 count) beyond (Williams 1976, Biometrika 63(1)).
 */
export function effectiveClass(count: number): number {
  return count < EXACT.length ? EXACT[count] : 1 + 0.5 / count;
}

/** Sum of {@link effectiveClass} over the first `classes` counts: the number of classes for the degrees of freedom of a split. */
export function effectiveClasses(counts: Int32Array, classes: number): number {
  let sum = 0;
  for (let k = 0; k < classes; k++) sum += effectiveClass(counts[k]);
  return sum;
}

const EXACT: Float64Array = Float64Array.from({ length: 65 }, (_, count) => expectation(count));

function expectation(count: number): number {
  let chance = 0.5 ** count;
  let sum = 0;
  for (let left = 0; left <= count; left++) {
    sum += 2 * chance * (logRatio(left, count) + logRatio(count - left, count));
    chance *= (count - left) / (left + 1);
  }
  return sum;
}

function logRatio(part: number, count: number): number {
  return part === 0 ? 0 : part * Math.log((2 * part) / count);
}
