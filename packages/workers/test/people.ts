import { type Column, type ColumnSpec, createRandom, createTable, type Table } from '@verisim/core';

/** Ages, sectors that depend on them, and a rare target that depends on both. */
export function people(rows: number): Table {
  const random = createRandom('people');
  const age = Float64Array.from({ length: rows }, () => random.int(17, 90));
  const sector = Int32Array.from(age, (years) => (random.next() < 0.1 ? -1 : random.int(0, years > 40 ? 3 : 2)));
  const target = Int32Array.from(age, (years, i) => +(random.next() < (years > 60 && sector[i] === 2 ? 0.4 : 0.03)));
  const pay = Float64Array.from(age, (years) => Math.exp(7 + years / 60 + random.normal() / 3));
  const columns: [ColumnSpec['kind'], Column][] = [
    ['integer', { storage: 'numeric', values: age }],
    ['category', { storage: 'coded', codes: sector, levels: ['trade', 'state', 'farm'] }],
    ['number', { storage: 'numeric', values: pay }],
    ['boolean', { storage: 'coded', codes: target, levels: ['no', 'yes'] }],
  ];
  const names = ['age', 'sector', 'pay', 'left'];
  return createTable(
    columns.map(([kind], i) => ({ name: names[i], kind, nullable: true, role: 'feature' })),
    columns.map(([, column]) => column),
  );
}
