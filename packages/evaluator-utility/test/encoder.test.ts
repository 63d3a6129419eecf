import { isVerisimError, type Table } from '@verisim/core';
import { expect, test } from 'vitest';
import { fitEncoder } from '../src/index.ts';
import { binOf, quantileEdges } from '../src/quantile-bins.ts';
import { tableOf } from './tables.ts';

const rowsOf = (train: Table, table = train) => {
  const encoder = fitEncoder(train, 'y');
  const matrix = encoder.encode(table);
  return Array.from({ length: table.rows }, (_, i) => [...matrix.subarray(i * encoder.width, (i + 1) * encoder.width)]);
};
const y = ['a', 'b', 'a', 'b', 'a', 'b'];

test('a number is standardised, its missing cells stand at the mean with an indicator', () => {
  const rows = rowsOf(tableOf({ x: [1, 3, null, 1, 3, null], y }));
  expect(rows[0]).toEqual([1, -1, 0]);
  expect(rows[1]).toEqual([1, 1, 0]);
  expect(rows[2]).toEqual([1, 0, 1]);
});

test('levels are one-hot, those seen once share a column, an unseen one counts as missing', () => {
  const train = tableOf({ c: ['p', 'p', 'q', 'q', 'r', 's'], y });
  expect(rowsOf(train)).toEqual([
    [1, 1, 0, 0],
    [1, 1, 0, 0],
    [1, 0, 1, 0],
    [1, 0, 1, 0],
    [1, 0, 0, 1],
    [1, 0, 0, 1],
  ]);
  expect(rowsOf(train, tableOf({ c: ['q', 'never', null], y: ['a', 'a', 'b'] }))).toEqual([
    [1, 0, 1, 0],
    [1, 0, 0, 1],
    [1, 0, 0, 1],
  ]);
});

test('missing cells have a column of their own when there are enough of them, and unseen levels go there', () => {
  const train = tableOf({ c: ['p', 'p', 'q', 'q', null, null], y });
  const rows = rowsOf(train, tableOf({ c: [null, 'never', 'p'], y: ['a', 'a', 'b'] }));
  expect(rows).toEqual([
    [1, 0, 0, 1],
    [1, 0, 0, 1],
    [1, 1, 0, 0],
  ]);
});

test('ids, ignored columns, other targets and constants are left out', () => {
  const table = tableOf({
    x: [1, 2, 1, 2, 1, 2],
    flat: [4, 4, 4, 4, 4, 4],
    one: y.map(() => 'k'),
    z: [1, 2, 3, 4, 5, 6],
    t: y,
    y,
  });
  const roles = ['feature', 'feature', 'feature', 'ignore', 'target', 'target'] as const;
  const columns = table.spec.columns.map((spec, i) => ({ ...spec, role: roles[i] }));
  expect(fitEncoder({ ...table, spec: { columns } }, 'y').width).toBe(2);
});

test('nothing left to learn from is an error', () => {
  try {
    fitEncoder(tableOf({ flat: [1, 1, 1], y: ['a', 'b', 'a'] }), 'y');
    expect.unreachable();
  } catch (error) {
    expect(isVerisimError(error) && error.code).toBe('evaluator-utility/no-features');
  }
});

test('quantile bins hold equal shares of smooth values', () => {
  const sorted = Float64Array.from({ length: 1000 }, (_, i) => i);
  const edges = quantileEdges(sorted, 10);
  expect([...edges]).toEqual([99, 199, 299, 399, 499, 599, 699, 799, 899]);
  expect([binOf(-5, edges), binOf(99, edges), binOf(99.5, edges), binOf(1e9, edges)]).toEqual([0, 0, 1, 9]);
});

test('a value that fills a bin has one of its own and the tail is split again', () => {
  const sorted = Float64Array.from({ length: 1000 }, (_, i) => Math.max(0, i - 920));
  const edges = quantileEdges(sorted, 10);
  expect(edges[0]).toBe(0);
  expect(edges.length).toBe(9);
  const counts = new Int32Array(10);
  for (const value of sorted) counts[binOf(value, edges)]++;
  expect(counts[0]).toBe(921);
  expect(Math.max(...counts.subarray(1))).toBeLessThanOrEqual(10);
  const middle = Float64Array.from({ length: 1000 }, (_, i) => (i < 100 ? i : i < 900 ? 500 : i));
  const around = quantileEdges(middle, 4);
  expect(binOf(99, around)).toBe(binOf(500, around) - 1);
  expect(binOf(900, around)).toBe(binOf(500, around) + 1);
});
