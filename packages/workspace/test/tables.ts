import { type Column, type ColumnSpec, createRandom, createTable, type Table } from '@verisim/core';

/** A table with every kind: near-unique amounts, a rare class, codes with leading zeros, dates, text with odd characters, gaps. */
export function mixedTable(rows: number, seed = 1): Table {
  const random = createRandom(seed);
  const each = <T>(make: (i: number) => T): T[] => Array.from({ length: rows }, (_, i) => make(i));
  const texts = ['Überfall, "zitiert"', 'two\nlines', ' padded ', "o'clock", '数据'];
  const columns: [ColumnSpec['kind'], Column][] = [
    ['id', { storage: 'text', values: each((i) => `00${i}`) }],
    ['number', numeric(each(() => (random.next() < 0.1 ? Number.NaN : random.normal() * 1e5)))],
    ['integer', numeric(each(() => random.int(0, 2 ** 32) * 1000))],
    ['datetime', numeric(each(() => Date.UTC(2020, 0, 1 + random.int(0, 900))))],
    [
      'category',
      coded(
        each(() => random.int(-1, 4)),
        ['007', 'b', 'c ', 'd'],
      ),
    ],
    [
      'boolean',
      coded(
        each(() => random.int(0, 2)),
        ['false', 'true'],
      ),
    ],
    ['text', { storage: 'text', values: each(() => (random.next() < 0.1 ? null : texts[random.int(0, 5)])) }],
    [
      'category',
      coded(
        each(() => +(random.next() < 0.05)),
        ['no', 'yes'],
      ),
    ],
  ];
  const names = ['key', 'amount', 'count', 'day', 'code', 'flag', 'remark', 'damage'];
  const specs = columns.map(([kind], i) => specOf(names[i], kind));
  return createTable(
    specs,
    columns.map(([, column]) => column),
  );
}

/** Three coded columns of two levels: eight possible rows. */
export function commonTable(rows: number, seed = 1): Table {
  const random = createRandom(seed);
  const names = ['a', 'b', 'c'];
  const column = () =>
    coded(
      Array.from({ length: rows }, () => random.int(0, 2)),
      ['x', 'y'],
    );
  return createTable(
    names.map((name) => specOf(name, 'category')),
    names.map(column),
  );
}

export function specOf(name: string, kind: ColumnSpec['kind']): ColumnSpec {
  return { name, kind, nullable: true, role: 'feature' };
}

export function numeric(values: readonly number[]): Column {
  return { storage: 'numeric', values: Float64Array.from(values) };
}

export function coded(codes: readonly number[], levels: readonly string[]): Column {
  return { storage: 'coded', codes: Int32Array.from(codes), levels };
}
