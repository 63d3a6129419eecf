import { type Measurement, measurement } from '@verisim/core';
import { meanDefined } from './mean-defined.ts';
import { missingPatternSimilarity } from './missing-patterns.ts';
import type { ColumnPair } from './prepare-column.ts';
import type { ColumnScores } from './score-columns.ts';
import { tailCoverage } from './tail-coverage.ts';

/** The measurements of the whole table. What is not defined on this data is left out, but for the scores themselves. */
export function summaryMeasurements(scores: ColumnScores, pairs: readonly ColumnPair[]): Measurement[] {
  const of = (metric: string, value: number | null) => measurement(metric, value, { range: [0, 1] });
  const extra = [
    of('missing-pattern-similarity', missingPatternSimilarity(pairs)),
    of('tail-coverage', meanDefined(pairs.map((pair) => (pair.ordered ? tailCoverage(pair) : null)))),
  ];
  return [
    of('column-shapes', scores.columnShapes),
    of('pair-trends', scores.pairTrends),
    of('pair-trends-shared-bins', scores.pairTrendsSharedBins),
    of('quality', scores.quality),
    ...extra.filter(({ value }) => value !== null),
  ];
}
