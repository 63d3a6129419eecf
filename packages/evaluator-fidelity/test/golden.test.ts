import { createContext, measure, sliceRows } from '@verisim/core';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  alphaPrecision,
  association,
  boundaryAdherence,
  categoryAdherence,
  categoryCoverage,
  columnShape,
  correlationRatio,
  diagnosticScore,
  embedPoints,
  fidelity,
  fidelityScores,
  jensenShannonDistance,
  ksStatistic,
  levelCounts,
  levelShares,
  missingValueSimilarity,
  pairTrend,
  pearsonCorrelation,
  prepareColumn,
  rangeCoverage,
  spearmanCorrelation,
  statisticSimilarity,
  totalVariation,
  wassersteinDistance,
} from '../src/index.ts';
import { fixture, readGolden } from './read-golden.ts';

interface Golden {
  readonly quality: number;
  readonly diagnostic: number;
  readonly properties: Readonly<Record<'Column Shapes' | 'Column Pair Trends', number>>;
  readonly column_shapes: readonly { column: string; score: number }[];
  readonly column_pair_trends: readonly {
    column1: string;
    column2: string;
    score: number;
    real: number | null;
    synthetic: number | null;
  }[];
  readonly single_column: Readonly<
    Record<string, Readonly<Record<string, number>> & { scipy: Record<string, number> }>
  >;
  readonly exact_rows_also_in_real: number;
}

const golden = (JSON.parse(fixture('sdmetrics.json')) as { sets: Record<string, Golden> }).sets;
const real = readGolden('real.csv');
const at = (name: string) => real.spec.columns.findIndex((spec) => spec.name === name);
const near = (value: number | null | undefined, wanted: number) => {
  expect(value).not.toBeNull();
  expect(Math.abs(Number(value) - wanted)).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(wanted)));
};

describe.each(['good', 'bad', 'leaky'])('%s.csv against SDMetrics 0.16', (set) => {
  const synthetic = readGolden(`${set}.csv`);
  const wanted = golden[set];
  const pairOf = (name: string) =>
    prepareColumn(real.spec.columns[at(name)], real.columns[at(name)], synthetic.columns[at(name)]);

  it('has its quality and both property scores', () => {
    const scores = fidelityScores(real, synthetic);
    near(scores.quality, wanted.quality);
    near(scores.columnShapes, wanted.properties['Column Shapes']);
    near(scores.pairTrends, wanted.properties['Column Pair Trends']);
  });

  it('has its diagnostic score', () => {
    const pairs = real.spec.columns.map(({ name }) => pairOf(name));
    near(diagnosticScore(pairs, pairs.length), wanted.diagnostic);
  });

  it.each(wanted.column_shapes)('has the column shape of $column', ({ column, score }) => {
    const i = at(column);
    near(columnShape(real.columns[i], synthetic.columns[i], real.spec.columns[i]), score);
  });

  it('has the trend and the correlations of each of the 28 pairs', () => {
    expect(wanted.column_pair_trends).toHaveLength(28);
    for (const { column1, column2, score, ...correlations } of wanted.column_pair_trends) {
      const [i, j] = [at(column1), at(column2)];
      const trend = pairTrend(
        [real.columns[i], real.columns[j]],
        [synthetic.columns[i], synthetic.columns[j]],
        [real.spec.columns[i], real.spec.columns[j]],
      );
      near(trend.own, score);
      if (correlations.real !== null) near(trend.correlations?.real, correlations.real);
      if (correlations.synthetic !== null) near(trend.correlations?.synthetic, correlations.synthetic);
    }
  });

  it.each(Object.keys(wanted.single_column))('has the diagnostics and SciPy distances of %s', (column) => {
    const pair = pairOf(column);
    const of = wanted.single_column[column];
    near(missingValueSimilarity(pair), of.MissingValueSimilarity);
    if (pair.ordered) {
      near(rangeCoverage(pair), of.RangeCoverage);
      near(boundaryAdherence(pair), of.BoundaryAdherence);
      near(ksStatistic(pair.real.sorted, pair.synthetic.sorted), of.scipy.ks_statistic);
      const { mean, deviation } = statisticSimilarity(pair);
      if (of.StatisticSimilarity_mean !== undefined) near(mean, of.StatisticSimilarity_mean);
      if (of.StatisticSimilarity_std !== undefined) near(deviation, of.StatisticSimilarity_std);
      near(wassersteinDistance(pair.real.sorted, pair.synthetic.sorted), of.scipy.wasserstein);
    } else {
      near(categoryCoverage(pair), of.CategoryCoverage);
      near(categoryAdherence(pair), of.CategoryAdherence);
      const shares = [pair.real, pair.synthetic].map((codes) => levelShares(levelCounts(codes, pair.levels.length)));
      const [p, q] = shares as [Float64Array, Float64Array];
      near(totalVariation(p, q), of.scipy.total_variation);
      near(jensenShannonDistance(p, q), of.scipy.jensen_shannon_distance_base2);
    }
  });

  it('has its share of exact copies', async () => {
    const evaluation = await measure({ real, synthetic }, [{ evaluator: fidelity }], createContext());
    const copies = evaluation.measurements.find(({ metric }) => metric === 'exact-copies');
    near(copies?.value, wanted.exact_rows_also_in_real / synthetic.rows);
    expect(evaluation.findings.some(({ rule }) => rule === 'exact-copies')).toBe(set === 'leaky');
  });
});

describe('scipy and scikit-learn', () => {
  let oracle: { correlation: Record<string, number>; association: Record<string, number> };
  beforeAll(() => {
    oracle = JSON.parse(fixture('scipy_sklearn.json'));
  });

  it('agree on the correlations of age and income', () => {
    const [age, income] = [real.columns[at('age')], real.columns[at('income')]];
    if (age.storage !== 'numeric' || income.storage !== 'numeric') throw new Error('age and income are numeric');
    near(pearsonCorrelation(age.values, income.values), oracle.correlation.pearson_age_income);
    near(spearmanCorrelation(age.values, income.values), oracle.correlation.spearman_age_income);
  });

  it('agree on the association of group and target', () => {
    const [group, target] = [real.columns[at('group')], real.columns[at('target')]];
    if (group.storage !== 'coded' || target.storage !== 'coded') throw new Error('group and target are coded');
    const found = association({ first: group.codes, second: target.codes }, group.levels.length, target.levels.length);
    near(found.chiSquare, oracle.association.chi2_group_target);
    near(found.cramersV, oracle.association.cramers_v);
    near(found.mutualInformation, oracle.association.mutual_information_nats);
  });

  it('agree on the correlation ratio of income by group (NumPy)', () => {
    const [group, income] = [real.columns[at('group')], real.columns[at('income')]];
    if (group.storage !== 'coded' || income.storage !== 'numeric') throw new Error('group is coded, income numeric');
    near(correlationRatio(group.codes, group.levels.length, income.values), 0.4404461189666154);
  });
});

describe('the reference formula of alpha-precision in NumPy and scikit-learn', () => {
  it.each([
    ['good', 0.9734292508917954, 0.4506896551724139],
    ['bad', 0.8965326991676575, 0.40951724137931034],
  ])('agrees on %s.csv against the first 1,000 real rows', (set, precision, recall) => {
    const first = sliceRows(real, 0, 1000);
    const synthetic = readGolden(`${set}.csv`);
    const pairs = real.spec.columns.map((spec, i) => prepareColumn(spec, first.columns[i], synthetic.columns[i]));
    const found = alphaPrecision(embedPoints(pairs));
    near(found.alphaPrecision, precision);
    near(found.betaRecall, recall);
  });
});
