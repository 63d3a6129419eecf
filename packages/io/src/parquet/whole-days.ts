import type { ColumnSpec } from '@verisim/core';
import { badInstant } from '../errors.ts';
import { DAY } from './physical-type.ts';
import type { RowGroup } from './row-groups.ts';

/**
 * Whether a column is written as days: its format prints nothing finer, and all instants in the tables that the first row group is made of are
 * whole days.
 */
export function holdsDays({ kind, format, zone }: ColumnSpec, group: RowGroup | null, column: number): boolean {
  if (kind !== 'datetime' || zone !== undefined) return false;
  if (format === undefined || /%-?[HIMSfgp]/.test(format)) return false;
  return (group?.parts ?? []).every(({ columns }) => {
    const cells = columns[column];
    return cells?.storage === 'numeric' && cells.values.every((value) => Number.isNaN(value) || value % DAY === 0);
  });
}

/** Makes sure that a column which is written as days has nothing finer in this row group either. Throws `io/bad-instant`. */
export function requireDays({ name, format }: ColumnSpec, group: RowGroup, column: number): void {
  let row = group.first;
  for (const { columns, from, to } of group.parts) {
    const cells = columns[column];
    for (let i = from; i < to && cells?.storage === 'numeric'; i++, row++) {
      if (cells.values[i] % DAY !== 0 && !Number.isNaN(cells.values[i])) throw badInstant(name, row + 1, format ?? '');
    }
  }
}
