import { type Column, type ColumnSpec, createRandom, createTable, type Random, type Table } from '@verisim/core';

/** A column and its declaration, to be put into a table. */
export interface FixtureColumn {
  readonly spec: ColumnSpec;
  readonly column: Column;
}

const DAY = 86_400_000;

/** A numeric column; its declaration says nullable when a value is missing. */
export function numbers(name: string, values: readonly number[], parts: Partial<ColumnSpec> = {}): FixtureColumn {
  return {
    spec: { name, kind: 'number', nullable: values.some(Number.isNaN), role: 'feature', ...parts },
    column: { storage: 'numeric', values: Float64Array.from(values) },
  };
}

/** A coded column from texts, levels in order of first appearance. */
export function coded(name: string, texts: readonly (string | null)[], parts: Partial<ColumnSpec> = {}): FixtureColumn {
  const levels = [...new Set(texts.filter((text) => text !== null))];
  const codes = Int32Array.from(texts, (text) => (text === null ? -1 : levels.indexOf(text)));
  return {
    spec: { name, kind: 'category', nullable: texts.includes(null), role: 'feature', levels, ...parts },
    column: { storage: 'coded', codes, levels },
  };
}

/** A text column. */
export function texts(
  name: string,
  values: readonly (string | null)[],
  parts: Partial<ColumnSpec> = {},
): FixtureColumn {
  return {
    spec: { name, kind: 'text', nullable: values.includes(null), role: 'feature', ...parts },
    column: { storage: 'text', values },
  };
}

/** Columns as a table. */
export function tableOf(...columns: readonly FixtureColumn[]): Table {
  return createTable(
    columns.map(({ spec }) => spec),
    columns.map(({ column }) => column),
  );
}

/** `rows` values made one by one. */
export function each<T>(rows: number, make: (row: number) => T): T[] {
  return Array.from({ length: rows }, (_, row) => make(row));
}

export const pick = <T>(random: Random, from: readonly T[]): T => from[random.int(0, from.length)];
export const rounded = (value: number, decimals: number): number => Number(value.toFixed(decimals));

/** 300 rows with a column of every kind but text and id: the source of the checks that bring none of their own. */
export function customers(): Table {
  const random = createRandom('conformance customers');
  const rows = 300;
  const age = each(rows, () => 18 + Math.floor(60 * random.next() ** 1.5));
  const smoker = each(rows, () => (random.next() < 0.3 ? 'yes' : 'no'));
  return tableOf(
    numbers('age', age, { kind: 'integer', bounds: [18, 90] }),
    numbers(
      'income',
      age.map((years) => (random.next() < 0.15 ? Number.NaN : rounded(20_000 + 400 * years + 8000 * random.next(), 2))),
      { decimals: 2, bounds: [0, 200_000] },
    ),
    coded(
      'group',
      each(rows, () => (random.next() < 0.1 ? null : pick(random, ['A', 'A', 'B', 'C']))),
    ),
    coded('smoker', smoker, { kind: 'boolean' }),
    numbers(
      'joined',
      each(rows, () => DAY * random.int(18_000, 20_000)),
      { kind: 'datetime', bounds: [DAY * 18_000, DAY * 20_000], format: '%Y-%m-%d' },
    ),
    coded(
      'city',
      each(rows, () => pick(random, ['Lyon', 'Graz', 'Porto', 'Turku', 'Ghent', 'Brno', 'Cork', 'Split'])),
    ),
    coded(
      'left',
      age.map((years, i) => (random.next() < (smoker[i] === 'yes' ? 0.5 : 0.1) + years / 400 ? 'true' : 'false')),
      { kind: 'boolean', role: 'target' },
    ),
  );
}

/** 500 rows in which `y` is 3x + 1 and `part` says in which third `x` lies. */
export function line(): Table {
  const random = createRandom('conformance line');
  const x = each(500, () => rounded(10 * random.next(), 3));
  return tableOf(
    numbers('x', x, { decimals: 3 }),
    numbers(
      'y',
      x.map((value) => rounded(3 * value + 1, 3)),
      { decimals: 3 },
    ),
    coded(
      'part',
      x.map((value) => ['low', 'middle', 'high'][Math.min(2, Math.floor(value / 3.4))]),
    ),
  );
}

/** 400 rows, each of its own: six numbers of five decimals and a category. The last row is far out in every column. */
export function nearUnique(): Table {
  const random = createRandom('conformance near-unique');
  const rows = 400;
  const far = (value: number, row: number) => (row === rows - 1 ? 90 + value : value);
  return tableOf(
    ...['a', 'b', 'c', 'd', 'e', 'f'].map((name) =>
      numbers(
        name,
        each(rows, (row) => rounded(far(random.normal(), row), 5)),
        { decimals: 5 },
      ),
    ),
    coded(
      'group',
      each(rows, (row) => (row === rows - 1 ? 'only one' : pick(random, ['A', 'B', 'C']))),
    ),
  );
}

/** What {@link planted} holds once, by column. */
export const PLANTED = {
  code: 'XQ-0918273',
  remark: 'canary in a coal mine',
  city: 'Canary',
  amount: 918_273.65,
} as const;

/** 400 rows of an identifier, common texts, common levels and numbers; row 123 holds {@link PLANTED}. */
export function planted(): Table {
  const random = createRandom('conformance planted');
  const rows = 400;
  const put = <T>(one: T, other: (row: number) => T): T[] => each(rows, (row) => (row === 123 ? one : other(row)));
  return tableOf(
    texts(
      'code',
      put<string>(PLANTED.code, (row) => `C-${String(row).padStart(7, '0')}`),
      { kind: 'id' },
    ),
    texts(
      'remark',
      put<string>(PLANTED.remark, (row) => `called ${row % 20} times`),
    ),
    coded(
      'city',
      put<string>(PLANTED.city, () => pick(random, ['Brno', 'Cork', 'Lyon', 'Graz'])),
    ),
    numbers(
      'amount',
      put<number>(PLANTED.amount, () => rounded(100 + 20 * random.normal(), 2)),
      { decimals: 2 },
    ),
  );
}
