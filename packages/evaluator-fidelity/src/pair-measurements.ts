import { type Measurement, measurement } from '@verisim/core';
import type { ColumnPair } from './prepare-column.ts';
import type { ScoredPair } from './score-columns.ts';

/** Two measurements per pair of columns: its trend as SDMetrics cuts columns, and on the real table's bins. */
export function pairMeasurements(pairs: readonly ColumnPair[], trends: readonly ScoredPair[]): Measurement[] {
  return trends.flatMap(({ first, second, own, shared }) => {
    const columns = [pairs[first].spec.name, pairs[second].spec.name] as const;
    const of = (metric: string, value: number | null) =>
      measurement(metric, value, { where: { columns }, range: [0, 1] });
    return [of('pair-trend', own), of('pair-trend-shared-bins', shared)];
  });
}
