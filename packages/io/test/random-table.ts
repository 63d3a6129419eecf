import { type Column, type ColumnSpec, createTable, type Random, shuffle, type Table } from '@verisim/core';

const alphabet = [
  'a',
  'Z',
  '0',
  '7',
  ' ',
  ',',
  '"',
  '""',
  "'",
  '\n',
  '\r',
  '\r\n',
  '\t',
  ';',
  '|',
  '\\',
  '#',
  'é',
  'ß',
  '漢',
  '😀',
  '\u0000',
  '\ufeff',
  '\u200b',
  '-',
  '.',
  'NULL',
  'NA',
  '%',
  '=1+1',
  '\u2028',
  '__proto__',
];

const text = (random: Random): string =>
  Array.from({ length: random.int(0, 6) }, () => alphabet[random.int(0, alphabet.length)]).join('');

function distinct(count: number, make: () => string): string[] {
  const seen = new Set<string>();
  while (seen.size < count) seen.add(make());
  return [...seen];
}

const numbers: readonly ((random: Random) => number)[] = [
  (random) => random.normal(),
  (random) => random.int(-1000, 1000),
  (random) => random.int(0, 10_000) / 100,
  (random) => random.normal() * 10 ** random.int(-300, 300),
  () => 0,
  () => -5e-324,
  () => Number.MAX_VALUE,
  () => 2 ** 53 + 2,
  () => 0.1 + 0.2,
  () => 1e15,
  () => 123456789012345680000,
];

const integers: readonly ((random: Random) => number)[] = [
  (random) => random.int(-5, 5),
  () => Number.MAX_SAFE_INTEGER,
  () => Number.MIN_SAFE_INTEGER,
  (random) => random.int(0, 2 ** 31) * 1000,
];

const dates: readonly (readonly [string, number])[] = [
  ['%Y-%m-%d', 86_400_000],
  ['%d/%m/%Y', 86_400_000],
  ['%d.%m.%Y', 86_400_000],
  ['%Y-%m-%dT%H:%M:%SZ', 1000],
  ['%Y-%m-%d %H:%M', 60_000],
  ['%Y-%m-%d %H:%M:%S.%g', 1],
];

type Made = { readonly kind: ColumnSpec['kind']; readonly column: Column; readonly format?: string };

function numeric(random: Random, rows: number, missing: number, make: () => number): Column {
  return {
    storage: 'numeric',
    values: Float64Array.from({ length: rows }, () => (random.next() < missing ? Number.NaN : make())),
  };
}

function coded(random: Random, rows: number, missing: number): Column {
  const levels = distinct(random.int(1, 9), () => text(random));
  const code = () => (random.next() < missing ? -1 : random.int(0, levels.length));
  return { storage: 'coded', levels, codes: Int32Array.from({ length: rows }, code) };
}

const makers: readonly ((random: Random, rows: number, missing: number) => Made)[] = [
  (random, rows, missing) => ({
    kind: 'number',
    column: numeric(random, rows, missing, () => numbers[random.int(0, numbers.length)](random)),
  }),
  (random, rows, missing) => ({
    kind: 'integer',
    column: numeric(random, rows, missing, () => integers[random.int(0, integers.length)](random)),
  }),
  (random, rows, missing) => {
    const [format, unit] = dates[random.int(0, dates.length)];
    const make = () =>
      random.int(-350_000, 2_900_000) * 86_400_000 + (unit < 86_400_000 ? random.int(0, 1000) * unit : 0);
    return { kind: 'datetime', format, column: numeric(random, rows, missing, make) };
  },
  (random, rows, missing) => ({ kind: 'category', column: coded(random, rows, missing) }),
  (random, rows, missing) => ({
    kind: random.int(0, 2) === 0 ? 'text' : 'id',
    column: {
      storage: 'text',
      values: Array.from({ length: rows }, () => (random.next() < missing ? null : text(random))),
    },
  }),
];

/** A table of every kind of column with awkward names and cells. Same `random`, same table. */
export function randomTable(random: Random, rows: number, namesDifferInCase: boolean): Table {
  const wide = random.int(1, 8);
  const names = distinct(wide, () => {
    const name = text(random) || 'x';
    return name.replaceAll('\0', '');
  }).filter((name) => name !== '');
  const lower = new Set<string>();
  const kept = names.filter((name) => namesDifferInCase || lower.size < lower.add(name.toLowerCase()).size);
  if (kept.length === 0) kept.push('only');
  const order = shuffle(
    kept.map((_, i) => i),
    random,
  );
  const made = order.map((i) => makers[i % makers.length](random, rows, [0, 0.3, 1][random.int(0, 3)]));
  const specs = made.map(
    ({ kind, format }, i): ColumnSpec => ({ name: kept[i], kind, format, nullable: true, role: 'feature' }),
  );
  return createTable(
    specs,
    made.map(({ column }) => column),
  );
}
