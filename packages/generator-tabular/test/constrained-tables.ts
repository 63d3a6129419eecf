import type { Column, ColumnKind, Constraint, Table } from '@verisim/core';
import { createRandom, withConstraints } from '@verisim/core';
import { tableOf } from './tables.ts';

type Cells = Record<string, (number | string | null)[]>;

const CITIES = ['Paris', 'Lyon', 'Rome', 'Milan', 'Berlin', 'Bonn', 'Kiel'];
const COUNTRIES = ['FR', 'FR', 'IT', 'IT', 'DE', 'DE', 'DE'];
const DAY = 86_400_000;

/**
 * Made orders, every kind of column and of dependence: city -> country, start <= end (days apart), low <= high (far apart), net + tax = gross,
 * quantity in sixes, one-hot flags, days that only some states have, a coupon and its value missing together, paid by card or cash, a serial.
 */
export function orders(rows: number, seed = 1): Table {
  const cells: Cells = {};
  const put = (name: string, value: number | string | null) => {
    cells[name] ??= [];
    cells[name].push(value);
  };
  const random = createRandom(seed);
  for (let row = 0; row < rows; row++) {
    const city = Math.min(random.int(0, 7), random.int(0, 7));
    put('city', CITIES[city]);
    put('country', COUNTRIES[city]);
    const start = Date.UTC(2024, 0, 1) + DAY * random.int(0, 600);
    put('start', random.next() < 0.05 ? null : start);
    put('end', random.next() < 0.05 ? null : start + DAY * Math.floor(-8 * Math.log(1 - random.next())));
    const [x, y] = [random.next() * 100, random.next() * 100];
    put('low', Math.round(Math.min(x, y) * 10) / 10);
    put('high', Math.round(Math.max(x, y) * 10) / 10);
    const net = Math.round(Math.exp(3 + random.normal() + 0.1 * city) * 100) / 100;
    const tax = Math.round(net * (city < 4 ? 20 : 19)) / 100;
    put('net', net);
    put('tax', tax);
    put('gross', Math.round((net + tax) * 100) / 100);
    put('quantity', 6 * (1 + random.int(0, 30)));
    const size = random.int(0, 3);
    for (const [i, name] of ['small', 'medium', 'large'].entries()) put(name, i === size ? 1 : 0);
    const state = ['open', 'shipped', 'void'][random.int(0, 3)];
    put('state', state);
    put('days', state === 'open' ? null : random.int(0, state === 'void' ? 5 : 60));
    const coupon = random.next() < 0.3;
    put('coupon', coupon ? `C${random.int(0, 4)}` : null);
    put('rebate', coupon ? Math.round(random.next() * net * 20) / 100 : null);
    const paid = random.int(0, 3);
    put('card', paid === 0 ? random.int(1, 9) : null);
    put('cash', paid === 1 ? random.int(1, 99) : null);
    put('serial', 1000 + 7 * row + random.int(0, 7));
    put('target', random.next() < 0.2 + 0.1 * size ? 'yes' : 'no');
  }
  return tableOf(cells, KINDS);
}

const KINDS: Readonly<Record<string, ColumnKind>> = {
  start: 'datetime',
  end: 'datetime',
  quantity: 'integer',
  small: 'integer',
  medium: 'integer',
  large: 'integer',
  days: 'integer',
  card: 'integer',
  cash: 'integer',
  serial: 'integer',
};

/** One constraint of each rule that holds in every row of {@link orders}. */
export const orderRules: Readonly<Record<string, Constraint>> = {
  combinations: { rule: 'combinations', columns: ['city', 'country'] },
  listed: {
    rule: 'combinations',
    columns: ['city', 'country'],
    allowed: CITIES.map((city, i) => [city, COUNTRIES[i]]),
  },
  tight: { rule: 'inequality', columns: ['start', 'end'] },
  loose: { rule: 'inequality', columns: ['low', 'high'] },
  total: { rule: 'sum', parts: ['net', 'tax'], total: 'gross' },
  oneHot: { rule: 'sum', parts: ['small', 'medium', 'large'], total: 1 },
  multiple: { rule: 'multiple', columns: ['quantity'], step: 6 },
  range: { rule: 'range', column: 'days', from: 0, to: 60 },
  rangeIf: { rule: 'range', column: 'days', to: 5, if: [{ column: 'state', in: ['void'] }] },
  oneOf: { rule: 'one-of', column: 'state', in: ['open', 'shipped', 'void'] },
  implication: JSON.parse(`{
    "rule": "implication",
    "if": [{ "column": "state", "in": ["open"] }],
    "then": [{ "column": "days", "missing": true }]
  }`) as Constraint,
  together: { rule: 'missing-together', columns: ['coupon', 'rebate'] },
  exclusive: { rule: 'missing-exclusive', columns: ['net', 'city'] },
  presentExclusive: { rule: 'present-exclusive', columns: ['card', 'cash'] },
  serial: { rule: 'unique', columns: ['serial'] },
  pair: { rule: 'unique', columns: ['start', 'net', 'low'] },
};

/** The orders that hold some of {@link orderRules}, which they declare. */
export function constrainedOrders(rows: number, names: readonly string[], seed?: number): Table {
  return withConstraints(
    orders(rows, seed),
    names.map((name) => orderRules[name]),
  );
}

/** A column's numbers. */
export function numbersIn(table: Table, name: string): Float64Array {
  const column: Column = table.columns[table.spec.columns.findIndex((spec) => spec.name === name)];
  if (column.storage !== 'numeric') throw new Error(`${name} is ${column.storage}`);
  return column.values;
}
