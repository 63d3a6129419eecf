import type { ColumnSpec } from '@verisim/core';
import { distinctValues, type ValueTable } from './value-table.ts';

/**
 * The order in which columns are modelled: the target first (near last it costs .015 AUC on Adult), then by number of distinct values,
 * so that near-unique columns, which explain little, come last. Ties keep the table's order.
 *
 * @param tables one per column, `null` where a column is not modelled
 * @returns column positions, those not modelled left out
 */
export function columnOrder(specs: readonly ColumnSpec[], tables: readonly (ValueTable | null)[]): readonly number[] {
  const size = tables.map((table, i) => {
    if (table === null) return Number.POSITIVE_INFINITY;
    return specs[i].role === 'target' ? -1 : distinctValues(table);
  });
  return specs
    .map((_, i) => i)
    .filter((i) => tables[i] !== null)
    .sort((a, b) => size[a] - size[b] || a - b);
}
