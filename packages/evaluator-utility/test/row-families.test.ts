import { createTable } from '@verisim/core';
import { expect, test } from 'vitest';
import { rowFamilies } from '../src/index.ts';

const text = { kind: 'text', nullable: true } as const;
const label = { name: 'y', kind: 'category', nullable: false, role: 'target' } as const;
const codes = new Int32Array(6);

test('texts alike, groups and seeds make families, also across each other', () => {
  const table = createTable(
    [
      { name: 'text', ...text, role: 'feature' },
      { name: 'who', ...text, role: 'group' },
      { name: 'lineage:id', ...text, role: 'lineage' },
      { name: 'lineage:parents', ...text, role: 'lineage' },
      label,
    ],
    [
      { storage: 'text', values: ['one', ' ONE', 'two', 'three', 'four', null] },
      { storage: 'text', values: [null, 'x', 'x', null, null, null] },
      { storage: 'text', values: ['0', '1', '2', '3', '4', '5'] },
      { storage: 'text', values: [null, null, null, null, '3; 9', null] },
      { storage: 'coded', codes, levels: ['a'] },
    ],
  );
  expect([...(rowFamilies(table, 'y') ?? [])]).toEqual([0, 0, 0, 3, 3, 5]);
});

test('a table with nothing to tell families by has none', () => {
  const numbers = { name: 'n', kind: 'number', nullable: false, role: 'feature' } as const;
  const columns = [
    { storage: 'numeric', values: new Float64Array(6) } as const,
    { storage: 'coded', codes, levels: ['a'] } as const,
  ];
  expect(rowFamilies(createTable([numbers, label], columns), 'y')).toBeNull();
});
