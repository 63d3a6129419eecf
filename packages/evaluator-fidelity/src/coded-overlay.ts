import type { Chart } from '@verisim/core';
import { chart, rounded } from './chart-frame.ts';
import { namableCount } from './column-findings.ts';
import type { CodedPair } from './prepare-column.ts';

/** Shares of the 20 most frequent real levels; levels that occur fewer than 5 times in the real table are pooled. */
export function codedOverlay(pair: CodedPair, shape: number): Chart {
  const { name } = pair.spec;
  const values = [...barCounts(pair)].flatMap(([level, { real, synthetic }]) => [
    { level, table: 'real', share: rounded(real / pair.real.length) },
    { level, table: 'synthetic', share: rounded(synthetic / pair.synthetic.length) },
  ]);
  const title = `"${name}" in the real and the synthetic table: column shape ${shape.toFixed(3)} of 1.`;
  return chart(`column: ${name}`, title, values, {
    mark: { type: 'bar', tooltip: true },
    encoding: {
      y: { field: 'level', type: 'nominal', sort: null, title: name },
      yOffset: { field: 'table' },
      x: { field: 'share', type: 'quantitative', title: 'share of rows', axis: { format: '%' } },
      color: { field: 'table', type: 'nominal', title: null },
    },
  });
}

/** Counts by the name a bar bears: the most frequent real levels first, then what is pooled. */
function barCounts(pair: CodedPair): Map<string, { readonly real: number; readonly synthetic: number }> {
  const missing = pair.levels.length;
  const { real: inReal, synthetic: inSynthetic } = pair.counts;
  const bars = new Map<string, { real: number; synthetic: number }>();
  const add = (name: string, code: number) => {
    const { real, synthetic } = bars.get(name) ?? { real: 0, synthetic: 0 };
    bars.set(name, { real: real + inReal[code], synthetic: synthetic + inSynthetic[code] });
  };
  const order = Array.from(pair.levels.keys()).sort((a, b) => inReal[b] - inReal[a] || a - b);
  order.forEach((code, rank) => {
    if (inReal[code] < namableCount) add('(rare)', code);
    else add(rank < 20 ? pair.levels[code] : '(other)', code);
  });
  if (inReal[missing] + inSynthetic[missing] > 0) add('(missing)', missing);
  return bars;
}
