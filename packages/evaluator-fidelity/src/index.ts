export { boundaryAdherence } from './boundary-adherence.ts';
export { categoryAdherence } from './category-adherence.ts';
export { categoryCoverage } from './category-coverage.ts';
export { columnShape } from './column-shape.ts';
export { type CodePair, contingencySimilarity } from './contingency-similarity.ts';
export { type ExactCopies, exactCopies } from './exact-copies.ts';
export { fidelity } from './fidelity.ts';
export { fidelityScores } from './fidelity-scores.ts';
export { jensenShannonDistance } from './jensen-shannon-distance.ts';
export { ksStatistic } from './ks-statistic.ts';
export { levelCounts, levelShares } from './level-counts.ts';
export { missingShares, missingValueSimilarity } from './missing-value-similarity.ts';
export type { FidelityOptions } from './options.ts';
export { type PairTrend, pairTrend, type TwoColumns } from './pair-trend.ts';
export { pearsonCorrelation } from './pearson-correlation.ts';
export {
  type CodedPair,
  type ColumnPair,
  type OrderedPair,
  type OrderedSide,
  prepareColumn,
} from './prepare-column.ts';
export { presentSorted } from './present-sorted.ts';
export { rangeCoverage } from './range-coverage.ts';
export type { FidelityScores } from './score-columns.ts';
export { totalVariation } from './total-variation.ts';
export { wassersteinDistance } from './wasserstein-distance.ts';
