import { type Measurement, measurement } from '@verisim/core';
import { kolmogorovSmirnovTail } from '@verisim/statistics';
import { boundaryAdherence } from './boundary-adherence.ts';
import { categoryAdherence } from './category-adherence.ts';
import { categoryCoverage } from './category-coverage.ts';
import { jensenShannonDistance } from './jensen-shannon-distance.ts';
import { levelCounts, levelShares } from './level-counts.ts';
import { missingValueSimilarity } from './missing-value-similarity.ts';
import type { ColumnPair, OrderedPair } from './prepare-column.ts';
import { rangeCoverage } from './range-coverage.ts';
import { skewness } from './skewness.ts';
import { statisticSimilarity } from './statistic-similarity.ts';
import { tailCoverage } from './tail-coverage.ts';
import { wassersteinDistance } from './wasserstein-distance.ts';

/** Per column: its shape, the diagnostics that its storage allows, and distances where they are defined. */
export function columnMeasurements(pairs: readonly ColumnPair[], shapes: readonly (number | null)[]): Measurement[] {
  return pairs.flatMap((pair, i) => {
    const where = { column: pair.spec.name };
    const of = (metric: string, value: number | null) => measurement(metric, value, { where, range: [0, 1] });
    const lower = { where, better: 'lower' } as const;
    const distances = [
      measurement('jensen-shannon-distance', columnDivergence(pair), { ...lower, range: [0, 1] }),
      ...(pair.ordered
        ? [
            measurement('wasserstein-distance', wassersteinDistance(pair.real.sorted, pair.synthetic.sorted), lower),
            ...orderedStatistics(pair, shapes[i], of),
          ]
        : []),
    ];
    return [
      of('column-shape', shapes[i]),
      of('missing-value-similarity', missingValueSimilarity(pair)),
      ...(pair.ordered
        ? [of('range-coverage', rangeCoverage(pair)), of('boundary-adherence', boundaryAdherence(pair))]
        : [of('category-coverage', categoryCoverage(pair)), of('category-adherence', categoryAdherence(pair))]),
      ...distances.filter(({ value }) => value !== null),
    ];
  });
}

function orderedStatistics(
  pair: OrderedPair,
  shape: number | null,
  of: (metric: string, value: number | null) => Measurement,
): Measurement[] {
  const { mean, deviation } = statisticSimilarity(pair);
  const { real, synthetic } = pair;
  const [a, b] = [skewness(real.sorted, real.moments), skewness(synthetic.sorted, synthetic.moments)];
  return [
    of('mean-similarity', mean),
    of('standard-deviation-similarity', deviation),
    of('tail-coverage', tailCoverage(pair)),
    of(
      'ks-p-value',
      shape === null ? null : kolmogorovSmirnovTail(1 - shape, real.sorted.length, synthetic.sorted.length),
    ),
    measurement('skewness-difference', a === null || b === null ? null : Math.abs(a - b), {
      where: { column: pair.spec.name },
      better: 'lower',
    }),
  ];
}

/** Jensen-Shannon distance over levels, or over the bins of the real range (missing values with its maximum); `null` when one side is empty. */
function columnDivergence(pair: ColumnPair): number | null {
  const shares = (['real', 'synthetic'] as const).map((side) => {
    if (!pair.ordered) return levelShares(pair.counts[side]);
    return pair[side].sorted.length === 0 ? null : levelShares(levelCounts(pair[side].shared, pair.cells));
  });
  const [real, synthetic] = shares;
  return real && synthetic ? jensenShannonDistance(real, synthetic) : null;
}
