import type { ColumnKind, Table } from '@verisim/core';
import { drawn, tableOf } from './tables.ts';

const ROWS = 1500;
type Cells = readonly (number | string | null)[];
type Random = Parameters<Parameters<typeof drawn>[2]>[0];

const cells = <T>(seed: number, draw: (random: Random, row: number) => T): T[] => drawn(ROWS, seed, draw);
const target = (): Cells => cells(99, (random) => (random.next() < 0.3 ? 'yes' : 'no'));

function table(
  columns: Readonly<Record<string, Cells>>,
  kinds: Readonly<Record<string, ColumnKind>> = {},
): () => Table {
  return () => tableOf(columns, kinds);
}

/** Names that mean something to JavaScript, as own properties. */
function prototypeNames(): Table {
  const columns: Record<string, Cells> = {
    constructor: cells(1, (random) => ['__proto__', 'toString', 'hasOwnProperty'][random.int(0, 3)]),
    toString: cells(2, (random) => ['constructor', 'x'][random.int(0, 2)]),
    valueOf: cells(3, (random) => Math.floor(1e12 + random.next() * 1e11)),
    hasOwnProperty: cells(4, (_, row) => `id${row}`),
    '': cells(5, () => 'text'),
    target: target(),
  };
  // As entries, because TypeScript takes a key toString for that of every object.
  const named: readonly (readonly [string, ColumnKind])[] = [
    ['constructor', 'category'],
    ['toString', 'category'],
    ['valueOf', 'datetime'],
    ['hasOwnProperty', 'id'],
    ['', 'text'],
  ];
  const kinds: Record<string, ColumnKind> = Object.fromEntries(named);
  Object.defineProperty(columns, '__proto__', { value: cells(6, (random) => random.int(0, 9)), enumerable: true });
  Object.defineProperty(kinds, '__proto__', { value: 'integer', enumerable: true });
  return tableOf(columns, kinds);
}

/** Tables that break generators, by what is odd about them. */
export const oddTables: Readonly<Record<string, () => Table>> = {
  'numbers up to 1e308': table({
    x: cells(1, (random) => (random.next() * 2 - 1) * 1.7e308),
    z: cells(2, (random) => (random.next() < 0.5 ? 1e308 : -1e308)),
    target: target(),
  }),
  'numbers down to 5e-324': table({
    x: cells(1, (random) => 5e-324 * random.int(0, 50)),
    y: cells(2, (random) => 5e-324 * random.int(0, 1e6)),
    target: target(),
  }),
  'minus zero': table({ x: cells(1, (random) => (random.next() < 0.5 ? -0 : 0)), target: target() }),
  'whole numbers around 2^53': table(
    {
      x: cells(1, (random) => 2 ** 53 - 1 + random.int(-1, 2)),
      y: cells(2, (random) => random.int(0, 5000) - 2 ** 53),
      target: target(),
    },
    { x: 'integer', y: 'integer' },
  ),
  'magnitudes from 1e-300 to 1e300': table({
    x: cells(1, (random) => 10 ** (random.next() * 600 - 300)),
    y: cells(2, (random) => [1e-300, 1, 1e300][random.int(0, 3)] * (1 + random.next())),
    target: target(),
  }),
  'one row many times': table(
    { x: cells(1, () => 3.5), c: cells(1, () => 'a'), d: cells(1, () => null), t: cells(1, () => 'same') },
    { d: 'category', t: 'text' },
  ),
  'two rows': table(
    { x: [1.25, 7], c: ['a', null], d: [0, 1e12], id: ['A-1', 'A-2'], t: ['q', null] },
    { d: 'datetime', id: 'id', t: 'text' },
  ),
  'one row': table({ x: [1.25], c: ['a'], d: [1e12], id: ['A-1'], t: ['q'] }, { d: 'datetime', id: 'id', t: 'text' }),
  'one row of missing cells': table(
    { x: [null], c: [null], d: [null], id: [null], t: [null] },
    { c: 'category', d: 'datetime', id: 'id', t: 'text' },
  ),
  'names of the prototype': prototypeNames,
  'levels that look like something else': table({
    c: cells(1, (random) => ['', ' ', '\u0000', '\ud800', 'NaN', 'null', '1 2 3', '-1'][random.int(0, 8)]),
    target: target(),
  }),
  'instants at both ends of time': table(
    {
      d: cells(1, (random) => Math.floor((random.next() * 2 - 1) * 8.64e15)),
      e: cells(2, (random) => (random.next() < 0.5 ? 8.64e15 : -8.64e15)),
      f: cells(3, (random) => Math.floor(random.next() * 1e300)),
      target: target(),
    },
    { d: 'datetime', e: 'datetime', f: 'datetime' },
  ),
  'identifiers alone': table({ id: cells(1, (_, row) => `${row}`) }, { id: 'id' }),
  'instants alone': table({ d: cells(1, (random) => Math.floor(1e12 + random.next() * 1e11)) }, { d: 'datetime' }),
  'more columns than rows': () =>
    tableOf(
      Object.fromEntries(
        Array.from({ length: 120 }, (_, c) => [`c${c}`, drawn(40, c, (random, row) => (row % 7) + random.int(0, 4))]),
      ),
    ),
  'nearly as many levels as rows': table({
    city: cells(1, (random) => `city ${random.int(0, 4000)}`),
    size: cells(2, (random) => random.int(0, 9)),
    target: target(),
  }),
};

/** 4,000 rows: a spike of 92 % zeros, heaps on multiples of five, a grid of .05, thirds, a bounded share with mass on its ends, a rare boolean. */
export function shapedColumns(): Table {
  const draw = <T>(seed: number, one: (random: Random) => T): T[] => drawn(4000, seed, one);
  return tableOf(
    {
      gain: draw(1, (random) => (random.next() < 0.92 ? 0 : Math.round(10 ** (2 + 2 * random.next())))),
      weight: draw(2, (random) => {
        return random.next() < 0.7 ? 5 * Math.round(14 + 3 * random.normal()) : Math.round(70 + 15 * random.normal());
      }),
      grid: draw(3, (random) => Math.round(5 * Math.round(400 * random.normal())) / 100),
      third: draw(4, (random) => Math.round(40 * random.normal()) / 3),
      share: draw(5, (random) => Math.min(1, Math.max(0, Math.round(1000 * (0.5 + 0.4 * random.normal())) / 1000))),
      rare: draw(6, (random) => String(random.next() < 0.01)),
      target: draw(7, (random) => 'ab'[random.int(0, 2)]),
    },
    { weight: 'integer', rare: 'boolean' },
  );
}

/** 6,000 rows in which a number is missing in 25 % of groups D and E and in 4 % of the others, and a second one exactly where it is. */
export function missingByGroup(): Table {
  const group = drawn(6000, 1, (random) => 'ABCDE'[random.int(0, 5)]);
  const score = drawn(6000, 2, (random, row) => {
    return random.next() < ('DE'.includes(group[row]) ? 0.25 : 0.04) ? null : Math.round(1000 * random.normal()) / 100;
  });
  const grade = score.map((value, row) => (value === null ? null : Math.round(value / 2 + (row % 3))));
  const target = drawn(6000, 3, (random) => 'ab'[random.int(0, 2)]);
  return tableOf({ group, score, grade, target }, { grade: 'integer' });
}
