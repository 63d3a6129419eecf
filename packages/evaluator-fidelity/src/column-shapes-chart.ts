import type { Chart } from '@verisim/core';
import { chart, rounded } from './chart-frame.ts';
import type { ColumnPair } from './prepare-column.ts';

/** A bar per column shape, worst first; at most 40 columns. */
export function columnShapesChart(pairs: readonly ColumnPair[], shapes: readonly (number | null)[]): Chart | null {
  const values = pairs
    .flatMap((pair, i) => {
      const shape = shapes[i];
      return shape === null ? [] : [{ column: pair.spec.name, shape: rounded(shape) }];
    })
    .sort((a, b) => a.shape - b.shape)
    .slice(0, 40);
  if (values.length === 0) return null;
  const worst = `"${values[0].column}" is least like the real column, at ${values[0].shape.toFixed(3)} of 1.`;
  return chart('column-shapes', `How like the real column each synthetic one is distributed: ${worst}`, values, {
    mark: { type: 'bar', tooltip: true },
    encoding: {
      y: { field: 'column', type: 'nominal', sort: null, title: null },
      x: { field: 'shape', type: 'quantitative', scale: { domain: [0, 1] }, title: 'column shape (1 = equal)' },
    },
  });
}
