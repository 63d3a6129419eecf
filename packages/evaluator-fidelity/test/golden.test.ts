import { readFileSync } from 'node:fs';
import { type NumericColumn, sliceRows, type Table } from '@verisim/core';
import { kolmogorovSmirnovTail, linearQuantile } from '@verisim/statistics';
import { describe, expect, it } from 'vitest';
import {
  alphaPrecision,
  association,
  boundaryAdherence,
  type CodedPair,
  categoryAdherence,
  categoryCoverage,
  columnShape,
  correlationRatio,
  diagnosticScore,
  embedPoints,
  exactCopies,
  fidelityScores,
  jensenShannonDistance,
  kendallCorrelation,
  ksStatistic,
  levelShares,
  missingValueSimilarity,
  type OrderedPair,
  pairTrend,
  pearsonCorrelation,
  prepareColumn,
  rangeCoverage,
  skewness,
  spearmanCorrelation,
  statisticSimilarity,
  totalVariation,
  wassersteinDistance,
} from '../src/index.ts';
import { fixture, readGolden } from './read-golden.ts';

/** Every value of both golden files is computed here by its path, or named as computed by the test of another package. */
type Leaf = readonly [path: string, wanted: number];
type Computed = (of: Table, ...names: readonly string[]) => number | null | undefined;

const real = readGolden('real.csv');
const at = (name: string) => real.spec.columns.findIndex((spec) => spec.name === name);
const pairOf = (of: Table, name: string) =>
  prepareColumn(real.spec.columns[at(name)], real.columns[at(name)], of.columns[at(name)]);
const ordered = (of: Table, name: string) => pairOf(of, name) as OrderedPair;
const coded = (of: Table, name: string) => pairOf(of, name) as CodedPair;
const sharesOf = (of: Table, name: string) => {
  const { counts } = coded(of, name);
  return [levelShares(counts.real), levelShares(counts.synthetic)] as [Float64Array, Float64Array];
};
const trend = (of: Table, first: string, second: string) => {
  const two = (table: Table) => [table.columns[at(first)], table.columns[at(second)]] as const;
  return pairTrend(two(real), two(of), [real.spec.columns[at(first)], real.spec.columns[at(second)]]);
};
const shape: Computed = (of, name) =>
  columnShape(real.columns[at(name)], of.columns[at(name)], real.spec.columns[at(name)]);
const numbersOf = (name: string) => (real.columns[at(name)] as NumericColumn).values;
const QUANTILES = [0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99];

/** By path; a star stands for one name, handed on in order. */
const inSets: Readonly<Record<string, Computed>> = {
  quality: (of) => fidelityScores(real, of).quality,
  'properties/Column Shapes': (of) => fidelityScores(real, of).columnShapes,
  'properties/Column Pair Trends': (of) => fidelityScores(real, of).pairTrends,
  'column_shapes/*/score': shape,
  'column_pair_trends/*/*/score': (of, first, second) => trend(of, first, second).own,
  'column_pair_trends/*/*/real': (of, first, second) => trend(of, first, second).correlations?.real,
  'column_pair_trends/*/*/synthetic': (of, first, second) => trend(of, first, second).correlations?.synthetic,
  diagnostic: (of) => {
    const pairs = real.spec.columns.map(({ name }) => pairOf(of, name));
    return diagnosticScore(pairs, pairs.length);
  },
  'single_column/*/KSComplement': shape,
  'single_column/*/TVComplement': shape,
  'single_column/*/RangeCoverage': (of, name) => rangeCoverage(ordered(of, name)),
  'single_column/*/BoundaryAdherence': (of, name) => boundaryAdherence(ordered(of, name)),
  'single_column/*/CategoryCoverage': (of, name) => categoryCoverage(coded(of, name)),
  'single_column/*/CategoryAdherence': (of, name) => categoryAdherence(coded(of, name)),
  'single_column/*/MissingValueSimilarity': (of, name) => missingValueSimilarity(pairOf(of, name)),
  'single_column/*/StatisticSimilarity_mean': (of, name) => statisticSimilarity(ordered(of, name)).mean,
  'single_column/*/StatisticSimilarity_std': (of, name) => statisticSimilarity(ordered(of, name)).deviation,
  'single_column/*/scipy/ks_statistic': (of, name) => {
    const pair = ordered(of, name);
    return ksStatistic(pair.real.sorted, pair.synthetic.sorted);
  },
  'single_column/*/scipy/ks_pvalue': (of, name) => {
    const [a, b] = [ordered(of, name).real.sorted, ordered(of, name).synthetic.sorted];
    return kolmogorovSmirnovTail(ksStatistic(a, b) ?? 0, a.length, b.length);
  },
  'single_column/*/scipy/wasserstein': (of, name) => {
    const pair = ordered(of, name);
    return wassersteinDistance(pair.real.sorted, pair.synthetic.sorted);
  },
  'single_column/*/scipy/mean_real': (of, name) => ordered(of, name).real.moments.mean,
  'single_column/*/scipy/std_real_ddof1': (of, name) => ordered(of, name).real.moments.deviation,
  'single_column/*/scipy/skew_real': (of, name) => {
    const { sorted, moments } = ordered(of, name).real;
    return skewness(sorted, moments);
  },
  'single_column/*/scipy/quantiles_real_linear/*': (of, name, place) =>
    linearQuantile(ordered(of, name).real.sorted, QUANTILES[Number(place)]),
  'single_column/*/scipy/total_variation': (of, name) => totalVariation(...sharesOf(of, name)),
  'single_column/*/scipy/jensen_shannon_distance_base2': (of, name) => jensenShannonDistance(...sharesOf(of, name)),
  exact_rows_also_in_real: (of) => exactCopies(real, of)?.rows,
};

const groupAndTarget = () => {
  const { cells, ...pair } = coded(real, 'group');
  const target = coded(real, 'target');
  return association({ first: pair.real, second: target.real }, cells, target.cells);
};
const inReal: Readonly<Record<string, Computed>> = {
  'correlation/pearson_age_income': () => pearsonCorrelation(numbersOf('age'), numbersOf('income')),
  'correlation/spearman_age_income': () => spearmanCorrelation(numbersOf('age'), numbersOf('income')),
  'correlation/kendall_age_income': () => kendallCorrelation(numbersOf('age'), numbersOf('income')),
  'association/chi2_group_target': () => groupAndTarget().chiSquare,
  'association/p': () => groupAndTarget().p,
  'association/dof': () => groupAndTarget().degrees,
  'association/cramers_v': () => groupAndTarget().cramersV,
  'association/mutual_information_nats': () => groupAndTarget().mutualInformation,
};

/** Paths that the test of another package computes, with that test. */
const elsewhere: readonly (readonly [RegExp, string])[] = [
  [/^(new_row_synthesis|DCROverfittingProtection)/, '../../evaluator-privacy/test/golden.test.ts'],
  [/^(binary|multiclass)\//, '../../evaluator-utility/test/metrics.test.ts'],
];

/** Numbers by path; entries of a list go by the columns that they name, else by place. */
function leavesOf(value: unknown, path: readonly string[] = []): Leaf[] {
  if (typeof value === 'number') return [[path.join('/'), value]];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const { column, column1, column2 } = Object(inner) as Record<string, string | undefined>;
    const named = [column, column1, column2].filter((name) => name !== undefined);
    return leavesOf(inner, [...path, ...(named.length > 0 ? named : [key])]);
  });
}

function starsIn(pattern: string, path: string): readonly string[] | null {
  const [wanted, given] = [pattern.split('/'), path.split('/')];
  if (wanted.length !== given.length || wanted.some((part, i) => part !== '*' && part !== given[i])) return null;
  return given.filter((_, i) => wanted[i] === '*');
}

function check(known: Readonly<Record<string, Computed>>, of: Table, [path, wanted]: Leaf): void {
  const test = elsewhere.find(([pattern]) => pattern.test(path));
  if (test) {
    const key = path.split('/').find((_, i, parts) => i === parts.length - 1 || /^\d+$/.test(parts[i + 1])) ?? '';
    expect(readFileSync(new URL(test[1], import.meta.url), 'utf8')).toContain(key);
    return;
  }
  const pattern = Object.keys(known).find((one) => starsIn(one, path) !== null);
  expect(pattern, `nothing computes ${path}`).toBeDefined();
  const value = known[pattern ?? ''](of, ...(starsIn(pattern ?? '', path) ?? []));
  expect(value, path).toEqual(expect.any(Number));
  expect(Math.abs(Number(value) - wanted), path).toBeLessThanOrEqual(1e-9 * (Math.abs(wanted) || 1e-3));
}

describe.each(['good', 'bad', 'leaky'])('%s.csv against SDMetrics and SciPy', (set) => {
  const synthetic = readGolden(`${set}.csv`);
  const leaves = leavesOf((JSON.parse(fixture('sdmetrics.json')) as { sets: Record<string, object> }).sets[set]);

  it.each(leaves)('has %s', (path, wanted) => check(inSets, synthetic, [path, wanted]));

  it('has as many values as the file', () => expect(leaves.length).toBe(138));
});

describe('real.csv against SciPy and scikit-learn', () => {
  const inputs = /^(binary|multiclass)\/(y|p|pred)\//;
  const leaves = leavesOf(JSON.parse(fixture('scipy_sklearn.json'))).filter(([path]) => !inputs.test(path));

  it.each(leaves)('has %s', (path, wanted) => check(inReal, real, [path, wanted]));

  it('has as many values as the file', () => expect(leaves.length).toBe(30));

  it('has the correlation ratio of income by group (NumPy)', () => {
    const group = coded(real, 'group');
    const ratio = correlationRatio(group.real, group.levels.length, numbersOf('income'));
    expect(Math.abs(Number(ratio) / 0.4404461189666154 - 1)).toBeLessThan(1e-9);
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
    expect(Math.abs(found.alphaPrecision / precision - 1)).toBeLessThan(1e-9);
    expect(Math.abs(found.betaRecall / recall - 1)).toBeLessThan(1e-9);
  });
});
