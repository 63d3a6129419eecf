import type { FullMetric } from './metric.ts';
import { MISSING_VALUE } from './points.ts';

/** A column to split at and the largest value that goes left. */
export interface Split {
  readonly column: number;
  readonly value: number;
}

/** What the columns of a tree are read from: `values(column)[row]`, weighted numbers or codes. */
export interface SplitSource {
  readonly columns: number;
  readonly numericColumns: number;
  readonly metric: FullMetric;
  readonly values: readonly ArrayLike<number>[];
}

/**
 * The column whose two halves are farthest apart for the metric, split at its median (the more even of the two cuts beside
 * it); `null` when the rows look alike in every column. Looks at `rows[from..to)` in steps.
 */
export function chooseSplit(
  source: SplitSource,
  rows: Int32Array,
  from: number,
  to: number,
  step: number,
): Split | null {
  const sample = new Float64Array(Math.ceil((to - from) / step));
  let best: Split | null = null;
  let most = 0;
  for (let column = 0; column < source.columns; column++) {
    const values = source.values[column];
    for (let i = from, at = 0; i < to; i += step, at++) sample[at] = values[rows[i]];
    sample.sort();
    if (sample[0] === sample[sample.length - 1]) continue;
    const left = evenCut(sample);
    const score = separation(source, column, sample, left);
    if (score > most || best === null) {
      most = score;
      best = { column, value: sample[left - 1] };
    }
  }
  return best;
}

/** How many of the sorted values go left: the median's run goes whole, to the side that it makes more even. */
function evenCut(sorted: Float64Array): number {
  const n = sorted.length;
  const median = sorted[n >> 1];
  let below = n >> 1;
  while (below > 0 && sorted[below - 1] === median) below--;
  let upTo = (n >> 1) + 1;
  while (upTo < n && sorted[upTo] === median) upTo++;
  if (below === 0) return upTo;
  return upTo < n && Math.abs(2 * upTo - n) < Math.abs(2 * below - n) ? upTo : below;
}

/** How much farther, on the mean, rows across the cut are than rows on this side of it: at least 0. */
function separation(
  { metric, numericColumns }: SplitSource,
  column: number,
  sorted: Float64Array,
  left: number,
): number {
  const n = sorted.length;
  const smaller = Math.min(left, n - left) / n;
  if (column >= numericColumns) {
    const together = (left * matching(sorted, 0, left) + (n - left) * matching(sorted, left, n)) / n;
    return 2 * smaller * metric.codedWeights[column - numericColumns] * together;
  }
  const middle = sorted[left] >= MISSING_VALUE ? sorted[left - 1] : (sorted[left - 1] + sorted[left]) / 2;
  const weight = metric.numericWeights[column];
  const scale = metric.power === 2 ? Math.sqrt(weight) : weight;
  const cap = metric.cap * scale;
  let sum = 0;
  for (const value of sorted) {
    const gap = value >= MISSING_VALUE ? metric.missing * scale : Math.min(Math.abs(value - middle), cap);
    sum += metric.power === 2 ? gap * gap : gap;
  }
  return (2 * smaller * sum) / n;
}

/** Share of pairs within `sorted[from..to)` that are equal. */
function matching(sorted: Float64Array, from: number, to: number): number {
  let equal = 0;
  for (let start = from, at = from + 1; at <= to; at++) {
    if (at < to && sorted[at] === sorted[start]) continue;
    equal += (at - start) ** 2;
    start = at;
  }
  return equal / (to - from) ** 2;
}
