import type { Context } from '@verisim/core';
import type { CodedSides } from './column-codes.ts';

/** How far two samples of a column lie apart. */
export interface ColumnDistance {
  /** Kolmogorov-Smirnov statistic of ordered columns, total variation of others; missing cells left out. */
  readonly distance: number;
  /** Population stability index: sum of (p - q) ln(p / q) over tenths of the old values, or levels. */
  readonly psi: number;
}

/** Cells of at least this share of the old rows keep one of their own in the total variation; rarer levels are taken together. */
const RARE_SHARE = 0.005;
const RARE_ROWS = 10;

/** A column's distances as a function of how often each row counts: all once, or as a bootstrap draws them. */
export type DistanceOf = (oldWeights: Uint16Array | null, newWeights: Uint16Array | null) => ColumnDistance;

/** Prepares the distances of a column. */
export function columnDistance({ ordered, cells, old, now }: CodedSides): DistanceOf {
  const before = counted(old, cells, null);
  const groups = ordered ? tenths(before) : frequent(before, counted(now, cells, null));
  const most = groups.reduce((a, b) => Math.max(a, b), 0);
  return (oldWeights, newWeights) => {
    const a = counted(old, cells, oldWeights);
    const b = counted(now, cells, newWeights);
    const [one, two] = [a, b].map((counts) => grouped(counts, groups, most + 1));
    return { distance: ordered ? largestGap(a, b) : halfSum(one, two), psi: stability(one, two) };
  };
}

/** What the distance is expected to be when nothing has drifted: Kolmogorov's mean sqrt(pi / 2) ln 2, or a folded normal per level. */
export function expectedDistance({ ordered, cells, old, now }: CodedSides): number {
  const a = counted(old, cells, null);
  const b = counted(now, cells, null);
  const [n, m] = [presentOf(a), presentOf(b)];
  if (n === 0 || m === 0) return 0;
  const scale = Math.sqrt(1 / n + 1 / m);
  if (ordered) return Math.min(1, Math.sqrt(Math.PI / 2) * Math.LN2 * scale);
  const groups = frequent(a, b);
  const most = groups.reduce((x, y) => Math.max(x, y), 0);
  const [one, two] = [a, b].map((counts) => grouped(counts, groups, most + 1));
  let sum = 0;
  for (let g = 1; g <= most; g++) {
    const p = (one[g] + two[g]) / (n + m);
    sum += Math.sqrt((2 / Math.PI) * p * (1 - p)) * scale;
  }
  return Math.min(1, sum / 2);
}

/** Standard deviations of a column's distances under a bootstrap of the rows of both tables (Efron & Tibshirani 1993). */
export function distanceErrors(
  distances: readonly DistanceOf[],
  rows: readonly [old: number, now: number],
  resamples: number,
  ctx: Context,
): readonly ColumnDistance[] {
  const random = ctx.random.fork('rows');
  const [old, now] = rows.map((count) => new Uint16Array(count));
  const sums = distances.map(() => [0, 0, 0, 0]);
  for (let r = 0; r < resamples; r++) {
    ctx.signal.throwIfAborted();
    for (const weights of [old, now]) {
      weights.fill(0);
      for (let i = 0; i < weights.length; i++) weights[random.int(0, weights.length)]++;
    }
    for (const [i, of] of distances.entries()) {
      const { distance, psi } = of(old, now);
      const sum = sums[i];
      sum[0] += distance;
      sum[1] += distance * distance;
      sum[2] += psi;
      sum[3] += psi * psi;
    }
  }
  const deviation = (sum: number, squares: number) =>
    Math.sqrt(Math.max(0, (squares - (sum * sum) / resamples) / (resamples - 1)));
  return sums.map(([a, b, c, d]) => ({ distance: deviation(a, b), psi: deviation(c, d) }));
}

/** Rows per cell. */
export function counted(codes: Int32Array, cells: number, weights: Uint16Array | null): Float64Array {
  const counts = new Float64Array(cells);
  if (weights === null) for (let i = 0; i < codes.length; i++) counts[codes[i]]++;
  else for (let i = 0; i < codes.length; i++) counts[codes[i]] += weights[i];
  return counts;
}

/** Rows that have a value. */
export function presentOf(counts: Float64Array): number {
  let sum = 0;
  for (let cell = 1; cell < counts.length; cell++) sum += counts[cell];
  return sum;
}

function largestGap(a: Float64Array, b: Float64Array): number {
  const [n, m] = [presentOf(a), presentOf(b)];
  if (n === 0 || m === 0) return 0;
  let [below, under, most] = [0, 0, 0];
  for (let cell = 1; cell < a.length; cell++) {
    below += a[cell];
    under += b[cell];
    most = Math.max(most, Math.abs(below / n - under / m));
  }
  return most;
}

function halfSum(a: Float64Array, b: Float64Array): number {
  const [n, m] = [presentOf(a), presentOf(b)];
  if (n === 0 || m === 0) return 0;
  let sum = 0;
  for (let group = 1; group < a.length; group++) sum += Math.abs(a[group] / n - b[group] / m);
  return sum / 2;
}

/** One half is added to each group, so that an empty one is no infinite drift. */
function stability(a: Float64Array, b: Float64Array): number {
  const groups = a.length - 1;
  const [n, m] = [presentOf(a) + groups / 2, presentOf(b) + groups / 2];
  let sum = 0;
  for (let group = 1; group <= groups; group++) {
    const [p, q] = [(a[group] + 0.5) / n, (b[group] + 0.5) / m];
    sum += (q - p) * Math.log(q / p);
  }
  return sum;
}

function grouped(counts: Float64Array, groups: Int32Array, size: number): Float64Array {
  const sums = new Float64Array(size);
  for (let cell = 0; cell < counts.length; cell++) sums[groups[cell]] += counts[cell];
  return sums;
}

/** The group of each cell of an ordered column: tenths of the old rows, 1 to 10; missing = 0. */
function tenths(counts: Float64Array): Int32Array {
  const total = presentOf(counts);
  const groups = new Int32Array(counts.length);
  let below = 0;
  for (let cell = 1; cell < counts.length; cell++) {
    groups[cell] = 1 + Math.min(9, Math.floor((10 * below) / Math.max(1, total)));
    below += counts[cell];
  }
  return groups;
}

/** The group of each level: its own for frequent ones, one together for all rare ones; missing = 0. */
function frequent(a: Float64Array, b: Float64Array): Int32Array {
  const [n, m] = [presentOf(a), presentOf(b)];
  const groups = new Int32Array(a.length);
  let next = 1;
  let rare = 0;
  for (let cell = 1; cell < a.length; cell++) {
    const kept = a[cell] + b[cell] >= Math.max(RARE_ROWS, RARE_SHARE * (n + m));
    if (kept) groups[cell] = next++;
    else if (rare === 0) groups[cell] = rare = next++;
    else groups[cell] = rare;
  }
  return groups;
}
