import { type ColumnSpec, columnIndex, createTable, type NumericColumn, type Table } from '@verisim/core';
import { targetMissing, targetNotClasses } from './errors.ts';

const MOST_VALUES = 20;

/**
 * The table with its target as classes: a coded target stays as it is; whole numbers of at most 20 distinct values become a
 * category whose levels are the numbers as text, ascending. Throws `evaluator-utility/target-missing` and
 * `evaluator-utility/target-not-classes` (regression is not supported yet).
 */
export function asClassTarget(table: Table, target: string, which = 'given'): Table {
  const names = table.spec.columns.map((column) => column.name);
  if (!names.includes(target)) throw targetMissing(which, target, names);
  const at = columnIndex(table.spec, target);
  const column = table.columns[at];
  if (column.storage === 'coded') return table;
  if (column.storage === 'text') throw targetNotClasses(target, `it is ${table.spec.columns[at].kind}`);
  const levels = wholeLevels(column, target);
  const codeOf = new Map(levels.map((value, code) => [value, code]));
  const codes = Int32Array.from(column.values, (value) => codeOf.get(value + 0) ?? -1);
  const { name, nullable, role } = table.spec.columns[at];
  const spec: ColumnSpec = { name, kind: 'category', nullable, role, reason: 'whole numbers taken as classes' };
  return createTable(
    table.spec.columns.with(at, spec),
    table.columns.with(at, { storage: 'coded', codes, levels: levels.map(String) }),
  );
}

function wholeLevels({ values }: NumericColumn, target: string): readonly number[] {
  const seen = new Set<number>();
  for (const value of values) {
    if (Number.isNaN(value)) continue;
    if (!Number.isInteger(value)) throw targetNotClasses(target, `it has the value ${value}, which is not whole`);
    seen.add(value + 0);
    if (seen.size > MOST_VALUES) throw targetNotClasses(target, `it has more than ${MOST_VALUES} distinct numbers`);
  }
  return [...seen].sort((a, b) => a - b);
}
