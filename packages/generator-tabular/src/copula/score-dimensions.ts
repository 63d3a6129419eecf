import type { Table } from '@verisim/core';
import type { CodedValues } from '../value-table.ts';
import type { ScoredDimension } from './correlate-scores.ts';
import { dimensionsOf, type LatentDimension, rowIntervals } from './latent-dimensions.ts';
import { intervalMeans, latentScale } from './latent-scale.ts';
import { orderLevels } from './order-levels.ts';

/** Other columns that have a say in the order of a column's levels, at most. */
const COMPANIONS = 64;
/** Rounds over all categories, each seeing the orders of the round before. */
const ROUNDS = 3;

/** A dimension with the rows that it is learned from. */
export interface RowScores extends ScoredDimension {
  readonly dimension: LatentDimension;
  readonly intervals: Int32Array;
}

/** The dimensions of a table, the target's first. */
export function tableDimensions({ spec }: Table, coded: readonly (CodedValues | null)[]): LatentDimension[] {
  const rank = (i: number) => (spec.columns[i].role === 'target' ? 0 : 1);
  const order = coded.map((_, i) => i).sort((a, b) => rank(a) - rank(b) || a - b);
  return order.flatMap((i) => (coded[i] === null ? [] : dimensionsOf(i, coded[i].table)));
}

/** Scores of the given rows, the levels of categories put in the order in which the other columns change along them. */
export function scoreDimensions(
  dimensions: readonly LatentDimension[],
  data: Table,
  coded: readonly (CodedValues | null)[],
  rows: Int32Array,
): RowScores[] {
  const scored = dimensions.map((dimension) => {
    return withScores(dimension, rowIntervals(dimension, coded[dimension.column] as CodedValues, rows));
  });
  const unordered = dimensions.map(
    ({ column, scale }) => data.columns[column].storage === 'coded' && scale.codes.length > 2,
  );
  for (let round = 0; round < ROUNDS; round++) {
    const before = scored.slice();
    before.forEach((one, i) => {
      const companions = before.filter((_, j) => j !== i && (round > 0 || !unordered[j])).slice(0, COMPANIONS);
      if (unordered[i] && companions.length > 0) scored[i] = reorder(one, companions, countsOf(coded, one));
    });
  }
  return scored;
}

function countsOf(coded: readonly (CodedValues | null)[], { dimension }: RowScores): Int32Array {
  return (coded[dimension.column] as CodedValues).table.counts;
}

function reorder(one: RowScores, companions: readonly RowScores[], counts: Int32Array): RowScores {
  const { dimension, intervals } = one;
  const { codes } = dimension.scale;
  const scores = companions.map((other) => other.scores);
  const order = orderLevels(intervals, codes.length, scores);
  const place = new Int32Array(order.length);
  order.forEach((old, i) => {
    place[old] = i;
  });
  const scale = latentScale(
    order.map((old) => codes[old]),
    counts,
  );
  const moved = intervals.map((old) => place[old]);
  return withScores({ ...dimension, scale }, moved);
}

function withScores(dimension: LatentDimension, intervals: Int32Array): RowScores {
  const means = intervalMeans(dimension.scale);
  const scores = Float64Array.from(intervals, (interval) => (interval < 0 ? 0 : means[interval]));
  const present = intervals.includes(-1) ? Float64Array.from(intervals, (interval) => (interval < 0 ? 0 : 1)) : null;
  return { dimension, scale: dimension.scale, intervals, scores, present };
}
