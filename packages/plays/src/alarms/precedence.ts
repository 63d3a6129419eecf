import { TWO_SIDED_95 } from '@verisim/statistics';

/** A chance with its standard error and 95 % interval. */
export interface Precedence {
  readonly value: number;
  readonly error: number;
  readonly low: number;
  readonly high: number;
}

/**
 * P(a < b) + P(a = b) / 2 of two samples (Mann & Whitney 1947), with the standard error of DeLong, DeLong & Clarke-Pearson (1988, Biometrics 44) from
 * each value's placement in the other sample, never below that of one contrary value a side.
 */
export function precedence(a: Float64Array, b: Float64Array): Precedence {
  const [first, second] = [placements(a, b, true), placements(b, a, false)];
  const value = first.reduce((sum, x) => sum + x, 0) / a.length;
  const error = Math.sqrt(
    variance(first) / a.length + variance(second) / b.length + 1 / (12 * a.length ** 2) + 1 / (12 * b.length ** 2),
  );
  const half = TWO_SIDED_95 * error;
  return { value, error, low: Math.max(0, value - half), high: Math.min(1, value + half) };
}

/** Per value the share of the others above (or below) it, ties counted half. */
function placements(values: Float64Array, others: Float64Array, above: boolean): Float64Array {
  const sorted = others.slice().sort();
  return values.map((value) => {
    const below = firstWhere(sorted, (other) => other >= value);
    const notAbove = firstWhere(sorted, (other) => other > value);
    const share = (below + (notAbove - below) / 2) / sorted.length;
    return above ? 1 - share : share;
  });
}

function firstWhere(sorted: Float64Array, reached: (value: number) => boolean): number {
  let [from, to] = [0, sorted.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if (reached(sorted[middle])) to = middle;
    else from = middle + 1;
  }
  return from;
}

function variance(values: Float64Array): number {
  const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
  return values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / Math.max(1, values.length - 1);
}
