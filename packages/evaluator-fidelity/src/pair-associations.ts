import { type Measurement, measurement } from '@verisim/core';
import { association } from './contingency-association.ts';
import { correlationRatio } from './correlation-ratio.ts';
import { kendallOfRanks } from './kendall-correlation.ts';
import { pearsonCorrelation } from './pearson-correlation.ts';
import type { CodedPair, ColumnPair, OrderedPair } from './prepare-column.ts';
import { rankValues } from './rank-values.ts';

type Side = 'real' | 'synthetic';
const SIDES = ['real', 'synthetic'] as const;

/**
 * How alike each pair's strength of dependence is, 1 less the difference between both tables' coefficients, in [0, 1]: Spearman's correlation and Kendall's tau-b (half the
 * difference, as SDMetrics `CorrelationSimilarity` has it) of two ordered columns, the correlation ratio of an ordered and a coded one, Cramer's V
 * of two coded ones; and of all pairs the normalised mutual information, ordered columns cut on the real table's bins. Ranks of a column are over all its values.
 */
export function pairAssociations(pairs: readonly ColumnPair[]): Measurement[] {
  const ranks = pairs.map((pair) =>
    pair.ordered ? { real: rankValues(pair.real.values), synthetic: rankValues(pair.synthetic.values) } : null,
  );
  return pairs.flatMap((first, i) =>
    pairs.slice(i + 1).flatMap((second, offset): Measurement[] => {
      const columns = [first.spec.name, second.spec.name] as const;
      const of = (metric: string, coefficient: (side: Side) => number | null, scale = 1) => {
        const [real, synthetic] = SIDES.map(coefficient);
        const value = real === null || synthetic === null ? null : 1 - Math.abs(real - synthetic) / scale;
        return measurement(metric, value, { where: { columns }, range: [0, 1] });
      };
      const information = of('mutual-information-similarity', (side) => coded(first, second, side).normalised);
      const [a, b] = [ranks[i], ranks[i + 1 + offset]];
      if (a && b) {
        const spearman = of('spearman-similarity', (side) => pearsonCorrelation(a[side], b[side]), 2);
        return [spearman, of('kendall-similarity', (side) => kendallOfRanks(a[side], b[side]), 2), information];
      }
      if (!first.ordered && !second.ordered)
        return [of('cramers-v-similarity', (side) => coded(first, second, side).cramersV), information];
      return [of('correlation-ratio-similarity', (side) => ratioOf(first, second, side)), information];
    }),
  );
}

function ratioOf(first: ColumnPair, second: ColumnPair, side: Side): number | null {
  const [numbers, levels] = (first.ordered ? [first, second] : [second, first]) as [OrderedPair, CodedPair];
  return correlationRatio(levels[side], levels.levels.length, numbers[side].values);
}

function coded(first: ColumnPair, second: ColumnPair, side: Side) {
  const codes = (pair: ColumnPair) => (pair.ordered ? pair[side].shared : pair[side]);
  return association({ first: codes(first), second: codes(second) }, first.cells, second.cells);
}
