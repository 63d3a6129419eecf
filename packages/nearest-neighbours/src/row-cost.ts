/** Differences of missing values are at least this large. */
export const FAR = 1e299;

/** Numeric columns that are summed between two looks at the limit: in two pairs, so that a processor can add them at once. */
const STRIDE = 4;

/**
 * Costs of one row to another, both in row-major blocks, beginning at `i` and `k`: `begun` and what the columns add, or anything
 * above the limit. All add in the same order, so that they agree to the last bit where all apply.
 */

/** Adds the weights of the codes that differ. */
export function codesCost(
  a: Int32Array,
  i: number,
  b: Int32Array,
  k: number,
  mismatch: Float64Array,
  limit: number,
): number {
  let cost = 0;
  for (let c = 0; c < mismatch.length; c++) {
    if (a[i + c] === b[k + c]) continue;
    cost += mismatch[c];
    if (cost > limit) return cost;
  }
  return cost;
}

/** Adds absolute differences of numbers that are neither missing nor capped. */
export function differencesCost(
  a: Float64Array,
  i: number,
  b: Float64Array,
  k: number,
  width: number,
  limit: number,
  begun: number,
): number {
  let cost = begun;
  let j = 0;
  for (const whole = width - (width % STRIDE); j < whole; j += STRIDE) {
    const low = Math.abs(a[i + j] - b[k + j]) + Math.abs(a[i + j + 1] - b[k + j + 1]);
    cost += low + (Math.abs(a[i + j + 2] - b[k + j + 2]) + Math.abs(a[i + j + 3] - b[k + j + 3]));
    if (cost > limit) return cost;
  }
  for (; j < width; j++) cost += Math.abs(a[i + j] - b[k + j]);
  return cost;
}

/** Adds squared differences of numbers that are neither missing nor capped. */
export function squaresCost(
  a: Float64Array,
  i: number,
  b: Float64Array,
  k: number,
  width: number,
  limit: number,
  begun: number,
): number {
  let cost = begun;
  let j = 0;
  for (const whole = width - (width % STRIDE); j < whole; j += STRIDE) {
    const d0 = a[i + j] - b[k + j];
    const d1 = a[i + j + 1] - b[k + j + 1];
    const d2 = a[i + j + 2] - b[k + j + 2];
    const d3 = a[i + j + 3] - b[k + j + 3];
    cost += d0 * d0 + d1 * d1 + (d2 * d2 + d3 * d3);
    if (cost > limit) return cost;
  }
  for (; j < width; j++) cost += (a[i + j] - b[k + j]) * (a[i + j] - b[k + j]);
  return cost;
}

/** What a difference of two numbers costs at most, and one of a missing and a present number: per column, weighted. */
export interface NumericPenalties {
  readonly caps: Float64Array;
  readonly missing: Float64Array;
  readonly squared: boolean;
}

/** The cost of one difference. */
export function partCost({ caps, missing, squared }: NumericPenalties, j: number, difference: number): number {
  const d = difference > FAR ? missing[j] : Math.min(difference, caps[j]);
  return squared ? d * d : d;
}

/** Adds differences, or their squares, of any numbers. */
export function penalisedCost(
  a: Float64Array,
  i: number,
  b: Float64Array,
  k: number,
  penalties: NumericPenalties,
  limit: number,
  begun: number,
): number {
  const width = penalties.caps.length;
  const part = (j: number) => partCost(penalties, j, Math.abs(a[i + j] - b[k + j]));
  let cost = begun;
  let j = 0;
  for (const whole = width - (width % STRIDE); j < whole; j += STRIDE) {
    cost += part(j) + part(j + 1) + (part(j + 2) + part(j + 3));
    if (cost > limit) return cost;
  }
  for (; j < width; j++) cost += part(j);
  return cost;
}
