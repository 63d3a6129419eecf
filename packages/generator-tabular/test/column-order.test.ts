import { describe, expect, test } from 'vitest';
import { columnOrder } from '../src/trees/column-order.ts';
import { codeValues } from '../src/value-table.ts';
import { drawn, tableOf } from './tables.ts';

function orderOf(cells: Parameters<typeof tableOf>[0]): readonly string[] {
  const { spec, columns } = tableOf(cells);
  return columnOrder(spec.columns, columns.map(codeValues)).map((column) => spec.columns[column].name);
}

const size = drawn(3000, 1, (random) => random.normal());
const noise = (seed: number) => drawn(3000, seed, (random) => random.normal());

describe('the order of columns', () => {
  test('target, then what shares most with the others, noise last', () => {
    const order = orderOf({
      serial: noise(5),
      area: noise(2).map((e, i) => size[i] ** 3 + 0.02 * e),
      dice: drawn(3000, 6, (random) => random.int(1, 7)),
      size,
      price: noise(3).map((e, i) => size[i] + 0.5 * e),
      target: noise(4).map((e) => (e > 0 ? 'yes' : 'no')),
    });
    expect(order[0]).toBe('target');
    expect([...order.slice(1, 3)].sort()).toEqual(['area', 'size']);
    expect(order[3]).toBe('price');
    expect(order.slice(4).sort()).toEqual(['dice', 'serial']);
  });

  test('without dependence it is that of the table', () => {
    expect(orderOf({ b: drawn(50, 1, () => 1), a: drawn(50, 1, () => 2) })).toEqual(['b', 'a']);
  });

  test('a column of more levels than trees can split on comes last', () => {
    const group = drawn(6000, 8, (random) => random.int(0, 20));
    const order = orderOf({
      code: group.map((g, row) => `c${g}-${row % 40}`),
      noise: drawn(6000, 9, (random) => random.next()),
      group: group.map((g) => `g${g}`),
    });
    expect(order[2]).toBe('code');
  });

  test('text is left out', () => {
    const { spec, columns } = tableOf({ a: [1, 2], remark: ['x', 'y'] }, { remark: 'text' });
    expect(columnOrder(spec.columns, columns.map(codeValues))).toEqual([0]);
  });

  test('400 columns take no longer than their width', () => {
    const wide = Object.fromEntries(Array.from({ length: 400 }, (_, i) => [`x${i}`, noise(i).slice(0, 300)]));
    expect(orderOf(wide).length).toBe(400);
  });
});
