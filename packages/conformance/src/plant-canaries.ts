import type { Column, Table } from '@verisim/core';

/** The row that is planted in: not the first nor the last, which code may treat on their own. */
const ROW = 7;

const NUMBER = 918_273_645;

/** What is planted, as it would be written, each under what it is. */
export const CANARIES: readonly (readonly [what: string, written: string])[] = [
  ['a text', 'canary in a coal mine'],
  ['a level', 'canary level'],
  ['a number', String(NUMBER)],
];

/** The table with values of their own in one row: a text in texts and ids, a level in categories, a far number in numbers. */
export function plantCanaries(table: Table): Table {
  if (table.rows <= ROW) return table;
  const specs = table.spec.columns.map((spec) => ({ ...spec, bounds: undefined }));
  const columns = table.columns.map((column, i): Column => {
    const spec = specs[i];
    if (column.storage === 'text') return { ...column, values: column.values.with(ROW, `${CANARIES[0][1]} ${i}`) };
    if (column.storage === 'numeric') return { ...column, values: column.values.with(ROW, NUMBER) };
    if (spec.kind === 'boolean' || spec.role === 'target') return column;
    const levels = [...column.levels, CANARIES[1][1]];
    Object.assign(spec, { levels });
    return { ...column, levels, codes: column.codes.with(ROW, levels.length - 1) };
  });
  return { spec: { ...table.spec, columns: specs }, rows: table.rows, columns };
}
