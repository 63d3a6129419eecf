import { type Measurement, measurement } from '@verisim/core';
import { boundaryAdherence } from './boundary-adherence.ts';
import { categoryAdherence } from './category-adherence.ts';
import { categoryCoverage } from './category-coverage.ts';
import { missingValueSimilarity } from './missing-value-similarity.ts';
import type { ColumnPair } from './prepare-column.ts';
import { rangeCoverage } from './range-coverage.ts';

/** One measurement per column: its shape, and the diagnostics that its storage allows. */
export function columnMeasurements(pairs: readonly ColumnPair[], shapes: readonly (number | null)[]): Measurement[] {
  return pairs.flatMap((pair, i) => {
    const of = (metric: string, value: number | null) =>
      measurement(metric, value, { where: { column: pair.spec.name }, range: [0, 1] });
    return [
      of('column-shape', shapes[i]),
      of('missing-value-similarity', missingValueSimilarity(pair)),
      ...(pair.ordered
        ? [of('range-coverage', rangeCoverage(pair)), of('boundary-adherence', boundaryAdherence(pair))]
        : [of('category-coverage', categoryCoverage(pair)), of('category-adherence', categoryAdherence(pair))]),
    ];
  });
}
