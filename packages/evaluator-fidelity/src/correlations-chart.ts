import type { Chart } from '@verisim/core';
import { chart, rounded } from './chart-frame.ts';
import { worstColumns } from './pair-trends-chart.ts';
import type { ColumnPair } from './prepare-column.ts';
import type { ScoredPair } from './score-columns.ts';

/** Three heat maps of Pearson's correlations: real, synthetic, and their difference; the 20 worst ordered columns at most. */
export function correlationsChart(pairs: readonly ColumnPair[], trends: readonly ScoredPair[]): Chart | null {
  const ordered = trends.filter(({ correlations }) => correlations !== null);
  const shown = worstColumns(pairs.length, ordered, 20);
  const values = ordered.flatMap(({ first, second, correlations }) => {
    if (!shown.has(first) || !shown.has(second)) return [];
    const real = correlations?.real ?? null;
    const synthetic = correlations?.synthetic ?? null;
    if (real === null || synthetic === null) return [];
    const at = { a: pairs[first].spec.name, b: pairs[second].spec.name };
    return [
      { ...at, table: 'real', correlation: rounded(real) },
      { ...at, table: 'synthetic', correlation: rounded(synthetic) },
      { ...at, table: 'synthetic - real', correlation: rounded(synthetic - real) },
    ];
  });
  // Fewer than three pairs make no map: they are read off the measurements.
  if (values.length < 9) return null;
  return chart('correlations', 'Correlations of ordered columns in the real and the synthetic table.', values, {
    facet: { column: { field: 'table', type: 'nominal', title: null } },
    spec: {
      mark: { type: 'rect', tooltip: true },
      encoding: {
        x: { field: 'b', type: 'nominal', sort: null, title: 'column' },
        y: { field: 'a', type: 'nominal', sort: null, title: 'with column' },
        color: {
          field: 'correlation',
          type: 'quantitative',
          scale: { scheme: 'blueorange', domain: [-1, 1] },
          title: 'correlation',
        },
      },
    },
  });
}
