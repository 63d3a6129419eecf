import type { Metric, Points } from '../src/index.ts';

/** The distance as its definition says it, cell by cell. */
export function distanceOf(a: Points, i: number, b: Points, j: number, metric: Metric): number {
  const { power, cap = Number.POSITIVE_INFINITY, missing = 1 } = metric;
  let sum = 0;
  a.coded.forEach((codes, c) => {
    if (codes[i] !== b.coded[c][j]) sum += metric.codedWeights?.[c] ?? 1;
  });
  a.numeric.forEach((values, c) => {
    const [x, y] = [values[i], b.numeric[c][j]];
    const absent = Number(Number.isNaN(x)) + Number(Number.isNaN(y));
    const difference = absent === 0 ? Math.min(Math.abs(x - y), cap) : absent === 1 ? missing : 0;
    sum += (metric.numericWeights?.[c] ?? 1) * difference ** power;
  });
  return sum ** (1 / power);
}

/** All indexed rows, nearest first, equally near ones by number. */
export function ranked(
  index: Points,
  queries: Points,
  query: number,
  metric: Metric,
  among = Array.from({ length: index.rows }, (_, row) => row),
): { row: number; distance: number }[] {
  return among
    .map((row) => ({ row, distance: distanceOf(index, row, queries, query, metric) }))
    .sort((a, b) => a.distance - b.distance || a.row - b.row);
}

/** A stream of whole numbers below `n` (MINSTD). */
export function dice(seed: number): (n: number) => number {
  let state = seed;
  return (n) => {
    state = (state * 48271) % 2147483647;
    return state % n;
  };
}

/** Rows on a grid of 1/8, so that sums are exact and ties many; one cell in ten missing when asked for. */
export function gridPoints(rows: number, numeric: number, coded: number, seed: number, holes = false): Points {
  const roll = dice(seed);
  const cell = () => (holes && roll(10) === 0 ? Number.NaN : (roll(17) - 8) / 8);
  return {
    rows,
    numeric: Array.from({ length: numeric }, () => Float64Array.from({ length: rows }, cell)),
    coded: Array.from({ length: coded }, (_, c) => Int32Array.from({ length: rows }, () => roll(2 + 2 * c) - 1)),
  };
}
