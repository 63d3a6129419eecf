import type { Column, ColumnSpec } from '@verisim/core';
import { ksStatistic } from './ks-statistic.ts';
import { levelShares } from './level-counts.ts';
import { type ColumnPair, prepareColumn } from './prepare-column.ts';
import { totalVariation } from './total-variation.ts';

/**
 * How alike two columns are distributed, in [0, 1], 1 = equal: the Kolmogorov-Smirnov complement where values have an order,
 * the total variation complement where they have none (SDMetrics `KSComplement`, `TVComplement`). Numbers are rounded to 14
 * decimals first, as SDMetrics does, so that 0.1 + 0.2 and 0.3 are tied. Missing values are left out; `null` when nothing is present in one of the columns.
 */
export function columnShape(real: Column, synthetic: Column, spec: ColumnSpec): number | null {
  return shapeOf(prepareColumn(spec, real, synthetic));
}

/** The column shape of a prepared column. */
export function shapeOf(pair: ColumnPair): number | null {
  if (pair.ordered) {
    const statistic = ksStatistic(roundedValues(pair.real.sorted), roundedValues(pair.synthetic.sorted));
    return statistic === null ? null : 1 - statistic;
  }
  const real = levelShares(pair.counts.real);
  const synthetic = levelShares(pair.counts.synthetic);
  return real && synthetic ? 1 - totalVariation(real, synthetic) : null;
}

/** Rounds to 14 decimals; from 100 on, doubles are no finer than that, nor are whole numbers. Keeps the order; a copy where something changes. */
function roundedValues(sorted: Float64Array): Float64Array {
  let rounded = sorted;
  for (let i = 0; i < sorted.length; i++) {
    const value = sorted[i];
    if (Number.isInteger(value) || value >= 100 || value <= -100) continue;
    if (rounded === sorted) rounded = sorted.slice();
    rounded[i] = Math.round(value * 1e14) / 1e14;
  }
  return rounded;
}
