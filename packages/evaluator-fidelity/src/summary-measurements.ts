import { type Measurement, measurement } from '@verisim/core';
import type { ExactCopies } from './exact-copies.ts';
import type { ReferenceScores } from './reference-scores.ts';
import type { ColumnScores, FidelityScores } from './score-columns.ts';

/** The measurements of the whole table, with the values that data of known worth would get. */
export function summaryMeasurements(
  scores: ColumnScores,
  references: ReferenceScores | null,
  copies: ExactCopies | null,
): Measurement[] {
  const of = (metric: string, score: keyof FidelityScores): Measurement => {
    const reference = references && referenceOf(references, score);
    return measurement(metric, scores[score], { range: [0, 1], ...(reference ? { reference } : {}) });
  };
  return [
    of('column-shapes', 'columnShapes'),
    of('pair-trends', 'pairTrends'),
    of('pair-trends-shared-bins', 'pairTrendsSharedBins'),
    of('quality', 'quality'),
    ...(copies ? [copyMeasurement(copies)] : []),
  ];
}

function referenceOf(references: ReferenceScores, score: keyof FidelityScores): Record<string, number> | null {
  const halves = references.halves[score];
  const independent = references.independent[score];
  if (halves === null || independent === null) return null;
  return { 'two halves of the real data': halves, 'columns drawn independently': independent };
}

function copyMeasurement(copies: ExactCopies): Measurement {
  return measurement('exact-copies', copies.share, {
    better: 'lower',
    range: [0, 1],
    reference: { 'a fresh real row, by chance': copies.chance },
  });
}
