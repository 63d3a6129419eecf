import type { Table } from '@verisim/core';
import { compareColumns } from './compare-columns.ts';
import { type FidelityScores, scoreColumns } from './score-columns.ts';

/**
 * The summary numbers alone: no charts, no findings, no references. Throws `evaluator-fidelity/no-rows` and
 * `evaluator-fidelity/nothing-in-common`.
 *
 * @param bins bins of equal width that ordered columns are cut into; 10 is SDMetrics' number
 */
export function fidelityScores(real: Table, synthetic: Table, bins = 10): FidelityScores {
  const { columnShapes, pairTrends, pairTrendsSharedBins, quality } = scoreColumns(
    compareColumns(real, synthetic, bins).pairs,
  );
  return { columnShapes, pairTrends, pairTrendsSharedBins, quality };
}
