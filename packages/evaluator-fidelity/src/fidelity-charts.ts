import type { Chart } from '@verisim/core';
import { codedOverlay } from './coded-overlay.ts';
import { columnShapesChart } from './column-shapes-chart.ts';
import { correlationsChart } from './correlations-chart.ts';
import { orderedOverlay } from './ordered-overlay.ts';
import { pairTrendsChart } from './pair-trends-chart.ts';
import type { ColumnPair } from './prepare-column.ts';
import type { ColumnScores } from './score-columns.ts';

/** Column shapes, pair trends, correlations, and the two distributions of each of the 12 worst columns. */
export function fidelityCharts(pairs: readonly ColumnPair[], scores: ColumnScores): Chart[] {
  const overlays = pairs
    .flatMap((pair, i) => {
      const shape = scores.shapes[i];
      return shape === null ? [] : [{ pair, shape }];
    })
    .sort((a, b) => a.shape - b.shape)
    .slice(0, 12)
    .map(({ pair, shape }) => (pair.ordered ? orderedOverlay(pair, shape) : codedOverlay(pair, shape)));
  return [
    columnShapesChart(pairs, scores.shapes),
    pairTrendsChart(pairs, scores.trends),
    correlationsChart(pairs, scores.trends),
    ...overlays,
  ].filter((chart) => chart !== null);
}
