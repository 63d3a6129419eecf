import { shapeOf } from './column-shape.ts';
import { meanDefined } from './mean-defined.ts';
import { type PairTrend, trendOf } from './pair-trend.ts';
import type { ColumnPair } from './prepare-column.ts';

/** A pair of columns by place in the list of compared columns, and its trend. */
export interface ScoredPair extends PairTrend {
  readonly first: number;
  readonly second: number;
}

/** The summary numbers of fidelity, each in [0, 1], higher is better; `null` = not defined on this data. */
export interface FidelityScores {
  readonly columnShapes: number | null;
  readonly pairTrends: number | null;
  readonly pairTrendsSharedBins: number | null;
  /** Mean of column shapes and pair trends, as SDMetrics' quality report has it. */
  readonly quality: number | null;
}

/** All scores: per column, per pair, and their means. */
export interface ColumnScores extends FidelityScores {
  readonly shapes: readonly (number | null)[];
  readonly trends: readonly ScoredPair[];
}

/** Scores every column and every pair of columns. `onColumn` is called before each column's pairs and may throw to stop. */
export function scoreColumns(pairs: readonly ColumnPair[], onColumn: (done: number) => void = () => {}): ColumnScores {
  const shapes = pairs.map(shapeOf);
  const trends: ScoredPair[] = [];
  for (let first = 0; first < pairs.length; first++) {
    onColumn(first);
    for (let second = first + 1; second < pairs.length; second++) {
      trends.push({ first, second, ...trendOf(pairs[first], pairs[second]) });
    }
  }
  const columnShapes = meanDefined(shapes);
  const pairTrends = meanDefined(trends.map((trend) => trend.own));
  const pairTrendsSharedBins = meanDefined(trends.map((trend) => trend.shared));
  return {
    shapes,
    trends,
    columnShapes,
    pairTrends,
    pairTrendsSharedBins,
    quality: meanDefined([columnShapes, pairTrends]),
  };
}
