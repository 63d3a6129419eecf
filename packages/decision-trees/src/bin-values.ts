import { quantileGroups } from './quantile-bins.ts';

/** Bins of a numeric column: bin b >= 1 holds the values in (upper[b - 2], upper[b - 1]]; bin 0 holds missing values. */
export interface Binning {
  /** Ascending inclusive upper ends of all bins but the last, which has none. */
  readonly upper: Float64Array;
  /** Codes that can occur: `upper.length + 2`, the missing bin among them. */
  readonly bins: number;
}

/**
 * Quantile bins of a sample that keep atoms (see {@link quantileGroups}). An end lies midway between neighbouring values.
 *
 * @param values any order, `NaN` = missing
 * @param most at most so many bins, 1 to 255; the missing bin comes on top
 */
export function quantileBins(values: Float64Array, most: number): Binning {
  const sorted = values.filter((value) => !Number.isNaN(value)).sort();
  const distinct: number[] = [];
  const counts: number[] = [];
  for (const value of sorted) {
    if (distinct.length > 0 && distinct[distinct.length - 1] === value) counts[counts.length - 1]++;
    else {
      distinct.push(value);
      counts.push(1);
    }
  }
  const groups = quantileGroups(counts, most);
  const upper: number[] = [];
  for (let i = 1; i < groups.length; i++) {
    if (groups[i] !== groups[i - 1]) upper.push(midpoint(distinct[i - 1], distinct[i]));
  }
  return { upper: Float64Array.from(upper), bins: upper.length + 2 };
}

/** The bin of every value: 0 for `NaN`, else 1 + the number of upper ends below it. */
export function binValues(binning: Binning, values: Float64Array): Uint8Array {
  const { upper } = binning;
  const codes = new Uint8Array(values.length);
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (Number.isNaN(value)) continue;
    let low = 0;
    let high = upper.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (upper[middle] < value) low = middle + 1;
      else high = middle;
    }
    codes[i] = low + 1;
  }
  return codes;
}

/** Between two values; the lower one when no number lies between them. */
function midpoint(low: number, high: number): number {
  const middle = low / 2 + high / 2;
  return middle < high ? middle : low;
}
