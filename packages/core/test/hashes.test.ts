import { createHash } from 'node:crypto';
import {
  canonicalJson,
  createRandom,
  type Json,
  rowFingerprints,
  rowHashCounts,
  rowHashes,
  type Table,
  tableHash,
  takeRows,
} from '@verisim/core';
import { expect, test } from 'vitest';
import { category, numeric, table, text } from './tables.ts';

test('canonicalJson sorts keys, at every depth, and leaves out what is undefined', () => {
  expect(canonicalJson({ b: [1, { z: null, a: 'x"\n' }], a: true, 10: 1, 9: 2 })).toBe(
    '{"10":1,"9":2,"a":true,"b":[1,{"a":"x\\"\\n","z":null}]}',
  );
  expect(canonicalJson({ a: undefined, b: 1 } as unknown as Json)).toBe('{"b":1}');
  expect(canonicalJson({ '\u{1f9a9}': 1, '\uff5e': 2 })).toBe('{"\u{1f9a9}":1,"\uff5e":2}');
  expect(canonicalJson([1e21, 0.1, -0])).toBe('[1e+21,0.1,0]');
});

const base = () =>
  table(numeric('x', [1, Number.NaN, 3]), category('c', ['a', null, 'b']), text('t', ['one', null, 'two']));

test('tableHash does not depend on the order of levels, on unused levels, on roles or on the sign of zero', () => {
  const hash = tableHash(base());
  expect(hash).toMatch(/^[0-9a-f]{64}$/);
  const other = table(
    numeric('x', [1, Number.NaN, 3]),
    category('c', ['a', null, 'b'], ['z', 'b', 'a']),
    text('t', ['one', null, 'two']),
  );
  expect(tableHash(other)).toBe(hash);
  const roles = {
    ...base(),
    spec: { columns: base().spec.columns.map((spec) => ({ ...spec, role: 'ignore' as const })) },
  };
  expect(tableHash(roles)).toBe(hash);
  expect(tableHash(table(numeric('x', [-0])))).toBe(tableHash(table(numeric('x', [0]))));
});

test('tableHash changes with a cell, a missing cell, the order of rows, a name and a kind', () => {
  const tables: Table[] = [
    base(),
    table(
      numeric('x', [1, Number.NaN, 3.0000000001]),
      category('c', ['a', null, 'b']),
      text('t', ['one', null, 'two']),
    ),
    table(numeric('x', [1, 0, 3]), category('c', ['a', null, 'b']), text('t', ['one', null, 'two'])),
    table(numeric('x', [1, Number.NaN, 3]), category('c', ['a', 'a', 'b']), text('t', ['one', null, 'two'])),
    table(numeric('x', [1, Number.NaN, 3]), category('c', ['a', null, 'b']), text('t', ['one', '-', 'two'])),
    table(numeric('y', [1, Number.NaN, 3]), category('c', ['a', null, 'b']), text('t', ['one', null, 'two'])),
    table(
      numeric('x', [1, Number.NaN, 3], 'integer'),
      category('c', ['a', null, 'b']),
      text('t', ['one', null, 'two']),
    ),
    takeRows(base(), [2, 1, 0]),
    takeRows(base(), [0, 1]),
  ];
  expect(new Set(tables.map(tableHash)).size).toBe(tables.length);
});

test('tableHash cannot be fooled by where one text ends and the next begins', () => {
  const hashes = [
    ['a\nb', 'c'],
    ['a', 'b\nc'],
    ['"a"', 'b'],
    [null, 'a'],
    ['-', 'a'],
  ].map((cells) => tableHash(table(text('t', cells))));
  expect(new Set(hashes).size).toBe(hashes.length);
});

test('equal rows have equal row hashes whatever their codes, and other rows others', () => {
  const first = rowHashes(base());
  const second = rowHashes(
    table(
      numeric('x', [3, 1, Number.NaN, -0]),
      category('c', ['b', 'a', null, 'a'], ['b', 'q', 'a']),
      text('t', ['two', 'one', null, 'one']),
    ),
  );
  const key = ({ high, low }: typeof first, row: number) => `${high[row]}:${low[row]}`;
  expect([1, 2, 0].map((row) => key(second, row))).toEqual([0, 1, 2].map((row) => key(first, row)));
  expect(key(second, 3)).not.toBe(key(first, 0));
});

test('row hashes depend on the order of columns and tell a missing number from zero', () => {
  const hash = (a: number, b: number) => {
    const { high, low } = rowHashes(table(numeric('a', [a]), numeric('b', [b])));
    return high[0] * 2 ** 32 + low[0];
  };
  const hashes = [hash(1, 2), hash(2, 1), hash(0, 0), hash(Number.NaN, 0), hash(0, Number.NaN)];
  expect(new Set(hashes).size).toBe(hashes.length);
  expect(hash(0, 0)).toBe(hash(-0, 0));
});

test('200,000 near rows of small whole numbers have no collision', () => {
  const rows = 200_000;
  const made = table(
    numeric(
      'a',
      Array.from({ length: rows }, (_, i) => i % 500),
    ),
    numeric(
      'b',
      Array.from({ length: rows }, (_, i) => Math.floor(i / 500)),
    ),
  );
  const { high, low } = rowHashes(made);
  expect(new Set(Array.from(high, (half, i) => half * 0x200000 + (low[i] & 0x1fffff))).size).toBe(rows);
});

test('rowHashCounts counts how often each row occurs', () => {
  const random = createRandom('counts');
  const values = Array.from({ length: 500 }, () => random.int(0, 20));
  const hashes = rowHashes(table(numeric('x', values)));
  const count = rowHashCounts(hashes);
  for (let i = 0; i < 50; i++) {
    expect(count(hashes.high[i], hashes.low[i])).toBe(values.filter((value) => value === values[i]).length);
  }
  const { high, low } = rowHashes(table(numeric('x', [99])));
  expect(count(high[0], low[0])).toBe(0);
});

const key = new Uint8Array(32).fill(7);
const prints = (from: Table, columns = from.spec.columns.map(({ name }) => name)) =>
  rowFingerprints(from, columns, key);

test('a fingerprint is half of the SHA-256 of the key and the cells', () => {
  const made = table(numeric('x', [1.5]), text('t', ['Ab']), category('c', [null]));
  const wanted = createHash('sha256').update(key).update('\u001f3:1.5\u001f2:Ab\u001f-').digest('hex').slice(0, 32);
  expect(prints(made)).toEqual([wanted]);
});

test('fingerprints depend on the key, the columns and their order, not on codes', () => {
  const made = table(numeric('x', [1]), category('c', ['a'], ['b', 'a']), numeric('y', [2]));
  const recoded = table(numeric('x', [1]), category('c', ['a']), numeric('y', [2]));
  expect(prints(made)).toEqual(prints(recoded));
  const all = [prints(made), prints(made, ['x', 'c']), prints(made, ['y', 'c', 'x'])];
  expect(new Set([...all.flat(), ...rowFingerprints(made, ['x', 'c', 'y'], new Uint8Array(32))]).size).toBe(4);
  expect(() => prints(made, ['z'])).toThrow(expect.objectContaining({ code: 'core/unknown-column' }));
});

test('fingerprints cannot be fooled by a cell that holds the separator or looks missing', () => {
  const rows = [
    ['a\u001f1:b', 'c'],
    ['a', 'b\u001f1:c'],
    ['-', 'x'],
    [null, 'x'],
    ['\u0000', 'x'],
  ];
  const made = table(
    text(
      's',
      rows.map(([cell]) => cell),
    ),
    text(
      't',
      rows.map(([, cell]) => cell),
    ),
  );
  expect(new Set(prints(made)).size).toBe(rows.length);
});
