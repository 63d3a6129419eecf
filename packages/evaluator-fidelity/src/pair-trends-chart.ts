import type { Chart } from '@verisim/core';
import { chart, rounded } from './chart-frame.ts';
import type { ColumnPair } from './prepare-column.ts';
import type { ScoredPair } from './score-columns.ts';

/** A heat map of how far the dependence of each pair of columns differs from the real one; the 30 worst columns at most. */
export function pairTrendsChart(pairs: readonly ColumnPair[], trends: readonly ScoredPair[]): Chart | null {
  const shown = worstColumns(pairs.length, trends, 30);
  const values = trends.flatMap(({ first, second, shared }) => {
    if (shared === null || !shown.has(first) || !shown.has(second)) return [];
    return [{ a: pairs[first].spec.name, b: pairs[second].spec.name, difference: rounded(1 - shared) }];
  });
  if (values.length === 0) return null;
  const worst = values.reduce((a, b) => (b.difference > a.difference ? b : a));
  const title = `How far pairs of columns depend on each other unlike in the real table: most in "${worst.a}" with "${worst.b}", by ${worst.difference.toFixed(3)}.`;
  const top = Math.max(0.2, worst.difference);
  return chart('pair-trends', title, values, {
    mark: { type: 'rect', tooltip: true },
    encoding: {
      x: { field: 'b', type: 'nominal', sort: null, title: 'column' },
      y: { field: 'a', type: 'nominal', sort: null, title: 'with column' },
      color: {
        field: 'difference',
        type: 'quantitative',
        scale: { domain: [0, top] },
        title: '1 - pair trend',
      },
    },
  });
}

/** The columns with the lowest trend in any of their pairs. */
export function worstColumns(columns: number, trends: readonly ScoredPair[], most: number): ReadonlySet<number> {
  const lowest = new Float64Array(columns).fill(1);
  for (const { first, second, shared } of trends) {
    if (shared === null) continue;
    lowest[first] = Math.min(lowest[first], shared);
    lowest[second] = Math.min(lowest[second], shared);
  }
  const order = Array.from(lowest.keys()).sort((a, b) => lowest[a] - lowest[b] || a - b);
  return new Set(order.slice(0, most));
}
