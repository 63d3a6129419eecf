import { type Measurement, measurement, type Random, type Table, takeRows } from '@verisim/core';
import { alphaPrecision } from './alpha-precision.ts';
import { compareColumns } from './compare-columns.ts';
import { diversity } from './diversity.ts';
import { embedPoints } from './embedded-points.ts';
import { functionalDependencies } from './functional-dependencies.ts';
import { meanDefined } from './mean-defined.ts';
import { pairAssociations } from './pair-associations.ts';
import type { ColumnPair } from './prepare-column.ts';
import { rareCombinations } from './rare-combinations.ts';
import { sampleRows } from './row-order.ts';

/** Rows of either table that the measurements of this file see at most; distances see fewer. */
export const sampleLimits: { readonly rows: number; readonly points: number; readonly columns: number } = {
  rows: 20_000,
  points: 2000,
  columns: 60,
};

/**
 * Dependence by other coefficients, rare combinations, functional dependencies, diversity, alpha-precision and beta-recall, on random samples of equal size: at most
 * 20,000 rows of each table, 2,000 where distances are searched. Nothing above 60 columns or below 10 rows. What is not defined is left out.
 */
export function sampledMeasurements(real: Table, synthetic: Table, bins: number, random: Random): Measurement[] {
  const rows = Math.min(sampleLimits.rows, real.rows, synthetic.rows);
  const [a, b] = [sampleRows(real, rows, random.fork('real')), sampleRows(synthetic, rows, random.fork('synthetic'))];
  const compared = (most: number) =>
    compareColumns(takeRows(real, a.subarray(0, most)), takeRows(synthetic, b.subarray(0, most)), bins).pairs;
  const pairs = compared(rows);
  if (rows < 10 || pairs.length > sampleLimits.columns) return [];
  return [
    ...combinationMeasurements(pairs),
    ...pointMeasurements(rows <= sampleLimits.points ? pairs : compared(sampleLimits.points)),
    ...dependencyMeasurements(pairs),
    ...pairAssociations(pairs),
  ].filter(({ value }) => value !== null);
}

function combinationMeasurements(pairs: readonly ColumnPair[]): Measurement[] {
  return [
    measurement('rare-pair-coverage', rareCombinations(pairs, 2), { range: [0, 1] }),
    measurement('rare-triple-coverage', rareCombinations(pairs, 3), { range: [0, 1] }),
  ];
}

function pointMeasurements(pairs: readonly ColumnPair[]): Measurement[] {
  const points = embedPoints(pairs);
  if (points.real.numeric.length + points.real.coded.length === 0) return [];
  const { alphaPrecision: precision, betaRecall } = alphaPrecision(points);
  const { distinct, nearDuplicates, clusters } = diversity(points);
  return [
    measurement('alpha-precision', precision, { range: [0, 1] }),
    measurement('beta-recall', betaRecall, { range: [0, 1] }),
    measurement('distinct-rows', distinct, { range: [0, 1] }),
    measurement('near-duplicates', nearDuplicates, { range: [0, 1], better: 'lower' }),
    measurement('near-duplicate-clusters', clusters, { better: 'lower' }),
  ];
}

function dependencyMeasurements(pairs: readonly ColumnPair[]): Measurement[] {
  const found = functionalDependencies(pairs);
  return [
    measurement('functional-dependencies-kept', meanDefined(found.map(({ kept }) => kept)), { range: [0, 1] }),
    ...found.map(({ from, to, kept }) =>
      measurement('functional-dependency-kept', kept, { where: { columns: [from, to] }, range: [0, 1] }),
    ),
  ];
}
