import { type Column, columnKinds, createRandom, type Table } from '@verisim/core';
import { each, pick } from './fixtures.ts';

const WORDS =
  'parcel lamp refund courier invoice address charger voucher account colour kettle jacket locker balance receipt wrong late broken missing new'.split(
    ' ',
  );

/**
 * The table as a generator of texts can learn from it: one column of texts is a feature. The first that holds words stays as it is and others are ignored; a table without
 * one gets the column `remark`, behind the others.
 */
export function withTexts(table: Table): Table {
  const { spec, columns } = table;
  const isText = (i: number) => columns[i].storage === 'text' && !columnKinds[spec.columns[i].kind].identifies;
  const kept = columns.findIndex((column, i) => isText(i) && hasWords(column));
  const specs = spec.columns.map((column, i) =>
    isText(i) ? { ...column, role: i === kept ? ('feature' as const) : ('ignore' as const) } : column,
  );
  if (kept >= 0) return { ...table, spec: { ...spec, columns: specs } };
  const taken = new Set(specs.map(({ name }) => name));
  let name = 'remark';
  while (taken.has(name)) name += '_';
  const random = createRandom('conformance texts');
  const values = each(table.rows, (row) => `${each(4 + random.int(0, 9), () => pick(random, WORDS)).join(' ')} ${row}`);
  return {
    spec: { ...spec, columns: [...specs, { name, kind: 'text', nullable: false, role: 'feature' }] },
    rows: table.rows,
    columns: [...columns, { storage: 'text', values }],
  };
}

/** Whether no cell holds a value: a generator of texts leaves the other columns like this. */
export function isEmpty(column: Column): boolean {
  if (column.storage === 'numeric') return column.values.every(Number.isNaN);
  return column.storage === 'coded'
    ? column.codes.every((code) => code < 0)
    : column.values.every((text) => text === null);
}

function hasWords(column: Column): boolean {
  return column.storage === 'text' && column.values.some((text) => /[\p{L}\p{N}]/u.test(text ?? ''));
}
