export { type AlphaPrecision, alphaPrecision } from './alpha-precision.ts';
export { boundaryAdherence } from './boundary-adherence.ts';
export { categoryAdherence } from './category-adherence.ts';
export { categoryCoverage } from './category-coverage.ts';
export { columnShape } from './column-shape.ts';
export { type Association, association } from './contingency-association.ts';
export { type CodePair, contingencySimilarity } from './contingency-similarity.ts';
export { correlationRatio } from './correlation-ratio.ts';
export { diagnosticScore } from './diagnostic-score.ts';
export { type Diversity, diversity } from './diversity.ts';
export { type EmbeddedPoints, embedPoints } from './embedded-points.ts';
export { type ExactCopies, exactCopies } from './exact-copies.ts';
export { fidelity } from './fidelity.ts';
export { fidelityScores } from './fidelity-scores.ts';
export { functionalDependencies, type KeptDependency } from './functional-dependencies.ts';
export { type Interaction, interaction } from './interaction.ts';
export { jensenShannonDistance } from './jensen-shannon-distance.ts';
export { kendallCorrelation } from './kendall-correlation.ts';
export { ksStatistic } from './ks-statistic.ts';
export { levelCounts, levelShares } from './level-counts.ts';
export { missingPatternSimilarity } from './missing-patterns.ts';
export { missingShares, missingValueSimilarity } from './missing-value-similarity.ts';
export { type Moments, momentsOf } from './moments.ts';
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
export { rankValues } from './rank-values.ts';
export { rareCombinations } from './rare-combinations.ts';
export { areaOf, type RocArea, rocPlacements } from './roc-placements.ts';
export type { FidelityScores } from './score-columns.ts';
export { skewness } from './skewness.ts';
export { spearmanCorrelation } from './spearman-correlation.ts';
export { statisticSimilarity } from './statistic-similarity.ts';
export { tailCoverage } from './tail-coverage.ts';
export { compressionRatio } from './text/compression-ratio.ts';
export { lexicalDiversity } from './text/lexical-diversity.ts';
export { scoreOf, trainLogistic } from './text/logistic-regression.ts';
export { selfBleu } from './text/self-bleu.ts';
export { symmetricEigenvalues } from './text/symmetric-eigenvalues.ts';
export { type TextColumns, textColumns } from './text/text-columns.ts';
export { type CopyCount, type TextCopies, textCopies } from './text/text-copies.ts';
export { textDetector } from './text/text-detector.ts';
export { textFidelity } from './text/text-fidelity.ts';
export { type SpreadRatio, sortedLengths, spreadRatio } from './text/text-lengths.ts';
export { cosineKernel, vendiScore } from './text/vendi-score.ts';
export { vocabularyCoverage } from './text/vocabulary-coverage.ts';
export { totalVariation } from './total-variation.ts';
export { wassersteinDistance } from './wasserstein-distance.ts';
