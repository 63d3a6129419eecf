import { type Column, createTable, type Table } from '@verisim/core';
import { expect, test } from 'vitest';
import { tableBytes, tableFromBytes } from '../src/index.ts';
import { mixedTable } from './tables.ts';

test('a table of every storage comes back exactly, with the arrays beside it', () => {
  const table = mixedTable(500);
  const beside = { places: Int32Array.of(3, -1, 2 ** 31 - 1) };
  const back = tableFromBytes(Buffer.concat(tableBytes(table, beside)));
  expect(back.table.columns).toEqual(table.columns);
  expect(back.table.spec).toEqual(JSON.parse(JSON.stringify(table.spec)));
  expect(back.beside.places).toEqual(beside.places);
});

test('-0, NaN, empty text and missing text, and no rows at all', () => {
  const table = createTable(
    [
      { name: 'x', kind: 'number', nullable: true, role: 'feature' },
      { name: 't', kind: 'text', nullable: true, role: 'feature' },
    ],
    [
      { storage: 'numeric', values: Float64Array.of(-0, Number.NaN, 5e-324, 1.7976931348623157e308) },
      { storage: 'text', values: ['', null, 'ä\u0000\n"', '😀'] },
    ],
  );
  const { columns } = tableFromBytes(Buffer.concat(tableBytes(table))).table;
  expect(columns).toEqual(table.columns);
  expect(Object.is((columns[0] as { values: Float64Array }).values[0], -0)).toBe(true);
  const none: Table = {
    ...table,
    rows: 0,
    columns: table.columns.map(
      (column) => ({ ...column, values: column.storage === 'numeric' ? new Float64Array(0) : [] }) as Column,
    ),
  };
  expect(tableFromBytes(Buffer.concat(tableBytes(none))).table.rows).toBe(0);
});

test.each([3, 254, 255, 65_534, 65_535])('codes with %i levels', (count) => {
  const levels = Array.from({ length: count }, (_, i) => `level ${i}`);
  const codes = Int32Array.of(-1, 0, count - 1, count >> 1);
  const spec = { name: 'c', kind: 'category', nullable: true, role: 'feature' } as const;
  const table = createTable([spec], [{ storage: 'coded', codes, levels }]);
  expect(tableFromBytes(Buffer.concat(tableBytes(table))).table).toEqual(table);
});
