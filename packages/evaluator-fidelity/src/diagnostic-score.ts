import { boundaryAdherence } from './boundary-adherence.ts';
import { categoryAdherence } from './category-adherence.ts';
import { meanDefined } from './mean-defined.ts';
import type { ColumnPair } from './prepare-column.ts';

/**
 * SDMetrics' diagnostic score, in [0, 1]: the mean of data validity (boundary or category adherence, averaged over columns) and data structure (the share of column names
 * that both tables have). Keys are not compared here, so their uniqueness is left out.
 *
 * @param columns how many different column names both tables have together, those that are not compared left out
 */
export function diagnosticScore(pairs: readonly ColumnPair[], columns: number): number | null {
  const validity = pairs.map((pair) => (pair.ordered ? boundaryAdherence(pair) : categoryAdherence(pair)));
  return meanDefined([meanDefined(validity), Math.min(1, pairs.length / columns)]);
}
