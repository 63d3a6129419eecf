import { cellOf, columnOf, type Table } from '@verisim/core';
import type { ReportTable } from '@verisim/report';

/** A value of the target, with the rows that were locked and the rows that are left. */
export interface Stratum {
  readonly value: string | null;
  readonly locked: number;
  readonly training: number;
}

/** More values than this are no classes: their counts would say nothing. */
const MOST = 20;

/** Rows of each class, locked and left; `null` for a target of many values. Reads no locked row: it takes the difference. */
export function strataOf(whole: Table, training: Table, target: string): readonly Stratum[] | null {
  const all = countsOf(whole, target);
  if (all.size > MOST) return null;
  const left = countsOf(training, target);
  return [...all].map(([value, rows]) => {
    const kept = left.get(value) ?? 0;
    return { value, locked: rows - kept, training: kept };
  });
}

function countsOf(table: Table, target: string): Map<string | null, number> {
  const column = columnOf(table, target);
  const counts = new Map<string | null, number>();
  for (let row = 0; row < table.rows && counts.size <= MOST; row++) {
    const cell = cellOf(column, row);
    const value = cell === null ? null : String(cell);
    counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return counts;
}

/** Strata as a table to be read. */
export function strataTable(strata: readonly Stratum[], target: string): ReportTable {
  const share = (rows: number, of: number) => (of === 0 ? '' : `${((100 * rows) / of).toFixed(1)} %`);
  const total = (part: 'locked' | 'training') => strata.reduce((sum, stratum) => sum + stratum[part], 0);
  return {
    caption: `Strata: rows by "${target}"`,
    columns: [target, 'locked', 'share', 'training', 'share'],
    rows: strata.map(({ value, locked, training }) => [
      value ?? '(missing)',
      locked,
      share(locked, total('locked')),
      training,
      share(training, total('training')),
    ]),
  };
}
