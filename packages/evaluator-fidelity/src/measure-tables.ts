import type { Measurement, Random, Table } from '@verisim/core';
import { columnMeasurements } from './column-measurements.ts';
import { compareColumns } from './compare-columns.ts';
import { pairMeasurements } from './pair-measurements.ts';
import type { ColumnPair } from './prepare-column.ts';
import { sampledMeasurements } from './sampled-measurements.ts';
import { type ColumnScores, scoreColumns } from './score-columns.ts';
import { summaryMeasurements } from './summary-measurements.ts';

/** A comparison of two tables that is done already. */
export interface Scored {
  readonly pairs: readonly ColumnPair[];
  readonly scores: ColumnScores;
}

/** All measurements of two tables but copies and the detector's, without references. Tables hold the columns to compare alone. */
export function measureTables(
  real: Table,
  synthetic: Table,
  { bins, detail }: { readonly bins: number; readonly detail: boolean },
  random: Random,
  scored: Scored = scoreTables(real, synthetic, bins),
): Measurement[] {
  return [
    ...summaryMeasurements(scored.scores, scored.pairs),
    ...columnMeasurements(scored.pairs, scored.scores.shapes),
    ...pairMeasurements(scored.pairs, scored.scores.trends),
    ...(detail ? sampledMeasurements(real, synthetic, bins, random) : []),
  ];
}

function scoreTables(real: Table, synthetic: Table, bins: number): Scored {
  const { pairs } = compareColumns(real, synthetic, bins);
  return { pairs, scores: scoreColumns(pairs) };
}
