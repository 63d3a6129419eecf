import { type Chart, columnKinds, type Json } from '@verisim/core';
import { chart, rounded } from './chart-frame.ts';
import { binCodes } from './equal-width-bins.ts';
import type { OrderedPair } from './prepare-column.ts';
import { roundedEdges } from './rounded-edges.ts';

/** The histograms of an ordered column in both tables, on rounded edges; `null` when one has no value or an edge overflows. */
export function orderedOverlay(pair: OrderedPair, shape: number): Chart | null {
  if (pair.real.sorted.length === 0 || pair.synthetic.sorted.length === 0) return null;
  const { name, kind } = pair.spec;
  const instant = kind === 'datetime';
  const edges = roundedEdges(pair.real.sorted, { whole: columnKinds[kind].whole, instant });
  if (edges.length < 2 || !edges.every(Number.isFinite)) return null;
  const values = (['real', 'synthetic'] as const).flatMap((table) =>
    shares(pair[table].sorted, edges).map((share, bin) => ({ table, from: edges[bin], to: edges[bin + 1], share })),
  );
  const title = `"${name}" in the real and the synthetic table: column shape ${shape.toFixed(3)} of 1; what lies outside is in the outer bars.`;
  const type = instant ? 'temporal' : 'quantitative';
  const scale: Json = instant ? { type: 'utc' } : { zero: false };
  return chart(`column: ${name}`, title, values, {
    mark: { type: 'bar', opacity: 0.5, tooltip: true },
    encoding: {
      x: { field: 'from', type, bin: 'binned', scale, title: name },
      x2: { field: 'to' },
      y: { field: 'share', type: 'quantitative', stack: null, title: 'share of rows', axis: { format: '%' } },
      color: { field: 'table', type: 'nominal', title: null },
    },
  });
}

function shares(sorted: Float64Array, edges: Float64Array): number[] {
  const counts = new Float64Array(edges.length - 1);
  for (const bin of binCodes(sorted, edges)) counts[Math.min(bin, counts.length - 1)]++;
  return Array.from(counts, (count) => rounded(count / sorted.length));
}
