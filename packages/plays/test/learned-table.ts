import { type Column, createRandom, createTable, type Table } from '@verisim/core';

const ROWS = 400;
const random = createRandom('learned');
const group = Int32Array.from({ length: ROWS }, () => random.int(0, 4) - 1);

const columns: readonly Column[] = [
  { storage: 'text', values: Array.from({ length: ROWS }, (_, i) => `K-${String(i).padStart(4, '0')}`) },
  { storage: 'numeric', values: Float64Array.from({ length: ROWS }, () => random.int(0, 600)) },
  { storage: 'coded', codes: group, levels: ['a', 'b', 'c'] },
  {
    storage: 'numeric',
    values: Float64Array.from({ length: ROWS }, () => (random.next() < 0.1 ? Number.NaN : random.int(0, 9) / 10)),
  },
];

/** 400 rows with a key, whole numbers, levels and missing cells; one row in ten lies off the declared bounds, as will rows drawn from it. */
export const learnedTable: Table = createTable(
  [
    { name: 'key', kind: 'id', nullable: false, role: 'feature' },
    { name: 'count', kind: 'integer', nullable: false, role: 'feature', bounds: [0, 540] },
    { name: 'group', kind: 'category', nullable: true, role: 'feature' },
    { name: 'share', kind: 'number', nullable: true, role: 'feature', decimals: 1 },
  ],
  columns,
);
