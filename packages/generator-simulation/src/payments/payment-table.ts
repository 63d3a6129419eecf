import { type ColumnSpec, createTable, type Table } from '@verisim/core';
import { categorySpec, codedColumn, instantSpec, numberSpec, numericColumn, textColumn, textSpec } from '../columns.ts';
import { type EventLog, gather } from '../flow/event-log.ts';
import { mix } from '../kernel/entity-random.ts';
import { fraudPatterns, type PaymentsSettings } from './options.ts';
import { paymentFields } from './payment-log.ts';
import { categories, channels, paymentKinds, places } from './places.ts';

/** Why a payment is made. */
export const paymentCauses: readonly string[] = ['ordinary', ...fraudPatterns];
const answers = ['false', 'true'];
const kindOfPlace = places.map(({ kind }) => paymentKinds.indexOf(kind));
const categoryOfPlace = places.map(({ category }) => categories.indexOf(category));
/** What the name of a counterpart begins with: merchants, accounts, branches. */
const prefixes: Readonly<Record<(typeof paymentKinds)[number], string>> = {
  purchase: 'M',
  transfer: 'A',
  'cash-out': 'B',
  'cash-in': 'B',
};

/** One row per payment: an edge between two nodes of the graph, and the device it went through. */
export const paymentColumns: readonly ColumnSpec[] = [
  { ...textSpec('payment'), kind: 'id' },
  instantSpec('time'),
  textSpec('account'),
  textSpec('counterpart'),
  textSpec('device', { nullable: true }),
  categorySpec('kind', paymentKinds),
  categorySpec('category', categories),
  categorySpec('channel', channels),
  numberSpec('amount', 2),
  { ...categorySpec('declined', answers), kind: 'boolean' },
  { ...categorySpec('fraud', answers, { role: 'target' }), kind: 'boolean' },
  categorySpec('cause', paymentCauses, { role: 'ignore' }),
  textSpec('cause_id', { nullable: true, role: 'ignore' }),
];

/**
 * The first `rows` payments in order of time; ordinary ones come first in the log. Ids say nothing about their payments, and stay the same when a pattern is left out.
 */
export function paymentTable(settings: PaymentsSettings, log: EventLog, rows: number, block: number): Table {
  const times = Float64Array.from({ length: log.rows }, (_, row) => log.values[row * log.width]);
  const kept = Int32Array.from(times.keys())
    .sort((a, b) => times[a] - times[b])
    .subarray(0, rows);
  const field = (name: keyof typeof paymentFields) => gather(log, kept, paymentFields[name]);
  const [place, cause, episode] = [field('place'), field('cause'), field('episode')];
  const coded = (values: Float64Array, levels: readonly string[], code: (value: number) => number = (value) => value) =>
    codedColumn(Int32Array.from(values, code), levels);
  const texts = (values: Float64Array, text: (value: number, row: number) => string | null) =>
    textColumn(Array.from(values, text));
  return createTable(paymentColumns, [
    textColumn(namesOf(log, block, kept)),
    numericColumn(field('at').map((seconds) => settings.start + Math.round(1000 * seconds))),
    texts(field('account'), (account) => `A${padded(account)}`),
    texts(field('counterpart'), (one, row) => `${prefixes[places[place[row]].kind]}${padded(one)}`),
    texts(field('device'), (device) => (device < 0 ? null : `D${hexadecimal(device)}`)),
    coded(place, paymentKinds, (one) => kindOfPlace[one]),
    coded(place, categories, (one) => categoryOfPlace[one]),
    coded(field('channel'), channels),
    numericColumn(field('amount')),
    coded(field('declined'), answers),
    coded(cause, answers, (one) => (one > 0 ? 1 : 0)),
    coded(cause, paymentCauses),
    texts(cause, (one, row) => (one === 0 ? null : `${paymentCauses[one]}:${block}.${episode[row]}`)),
  ]);
}

const padded = (number: number): string => String(number).padStart(7, '0');
const hexadecimal = (bits: number): string => bits.toString(16).padStart(8, '0');

/** A name per payment, from its number among those of its cause. */
function namesOf({ rows, values, width }: EventLog, block: number, kept: Int32Array): readonly string[] {
  const counts = new Int32Array(paymentCauses.length);
  const numbers = Int32Array.from({ length: rows }, (_, row) => {
    const cause = values[row * width + paymentFields.cause];
    return cause * 2 ** 24 + counts[cause]++;
  });
  return Array.from(kept, (row) => paymentName(block, numbers[row]));
}

/** 64 bits that no other payment has: three rounds of a Feistel network (Luby & Rackoff 1988) over block and number, a bijection. */
function paymentName(block: number, number: number): string {
  let [left, right] = [block | 0, number | 0];
  for (let round = 1; round <= 3; round++) [left, right] = [right, left ^ mix(right + Math.imul(round, 0x9e3779b9))];
  return hexadecimal(left >>> 0) + hexadecimal(right >>> 0);
}
