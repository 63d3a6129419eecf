import { type Column, type ColumnSpec, createTable, rowFingerprints, type Table } from '@verisim/core';
import { expect, test } from 'vitest';
import { inForm } from '../src/normal-form.ts';

const names = ['x', 'c', 't'];
const kinds = ['number', 'category', 'text'] as const;

function row(x: number, c: string, t: string): Table {
  const specs = names.map((name, i): ColumnSpec => ({ name, kind: kinds[i], nullable: true, role: 'feature' }));
  const columns: Column[] = [
    { storage: 'numeric', values: Float64Array.of(x) },
    { storage: 'coded', codes: Int32Array.of(0), levels: [c] },
    { storage: 'text', values: [t] },
  ];
  return createTable(specs, columns);
}

const key = new Uint8Array(32).fill(7);
const print = (table: Table, form: 'exact' | 'normal') => rowFingerprints(inForm(table, form), names, key)[0];

test('the normal form folds case, white space and the fourth digit; the exact form nothing', () => {
  const original = row(1234, 'New York', 'a b');
  const disguised = row(1230, ' new  YORK', 'A\tB ');
  expect(print(disguised, 'exact')).not.toBe(print(original, 'exact'));
  expect(print(disguised, 'normal')).toBe(print(original, 'normal'));
  expect(print(row(1250, 'New York', 'a b'), 'normal')).not.toBe(print(original, 'normal'));
});

test('levels that fall together share a code, missing cells stay missing', () => {
  const levels = ['Yes', 'YES ', 'no'];
  const column: Column = { storage: 'coded', codes: Int32Array.of(0, 1, 2, -1), levels };
  const spec: ColumnSpec = { name: 'c', kind: 'category', nullable: true, role: 'feature' };
  const [normal] = inForm(createTable([spec], [column]), 'normal').columns;
  expect(normal).toEqual({ storage: 'coded', codes: Int32Array.of(0, 0, 1, -1), levels: ['yes', 'no'] });
});
