import { createRandom, type Table, takeRows } from '@verisim/core';
import { coded, customers, each, numbers, tableOf, texts } from './fixtures.ts';

const ROWS = 60;

/** Names that trip code which keys plain objects by column, in tables and in saved states. */
export const ODD_NAMES: readonly string[] = [
  '__proto__',
  'constructor',
  'toString',
  '',
  ' a  b ',
  'a"b\'c',
  '🦩 größe',
  '0',
];

/** The first row of {@link customers}. */
export function oneRow(): Table {
  return takeRows(customers(), [0]);
}

/** A single column of numbers. */
export function oneColumn(): Table {
  return tableOf(numbers('x', uniform('one column')));
}

/** A constant number and a constant category beside a column that varies. */
export function constantColumn(): Table {
  return tableOf(
    numbers('x', uniform('constant')),
    numbers(
      'always 7',
      each(ROWS, () => 7),
      { kind: 'integer' },
    ),
    coded(
      'always A',
      each(ROWS, () => 'A'),
    ),
  );
}

/** Columns of which nothing is known, in each storage, beside one that varies. */
export function allMissing(): Table {
  return tableOf(
    numbers('x', uniform('missing')),
    numbers(
      'no number',
      each(ROWS, () => Number.NaN),
    ),
    coded(
      'no level',
      each(ROWS, () => null),
    ),
    texts(
      'no text',
      each(ROWS, () => null),
    ),
  );
}

/** A target of two levels, one of them on 2 of 60 rows. */
export function rareTarget(): Table {
  return tableOf(
    numbers('x', uniform('rare')),
    coded(
      'hit',
      each(ROWS, (row) => (row % 30 === 7 ? 'true' : 'false')),
      { kind: 'boolean', role: 'target' },
    ),
  );
}

/** Columns with the names of {@link ODD_NAMES}; column k holds numbers from 10 k to 10 k + 1. */
export function oddNames(): Table {
  return tableOf(
    ...ODD_NAMES.map((name, k) =>
      numbers(
        name,
        uniform(`odd ${k}`).map((value) => 10 * k + value),
      ),
    ),
  );
}

/** Two columns that are equal, of numbers and of categories. */
export function twinColumns(): Table {
  const x = uniform('twins');
  const group = each(ROWS, (row) => 'ABC'[row % 3]);
  return tableOf(numbers('x', x), numbers('x again', x), coded('group', group), coded('group again', group));
}

/** A category with 10,000 levels, one on each row. */
export function manyLevels(): Table {
  const rows = 10_000;
  const levels = each(rows, (row) => `level ${row}`);
  const codes = Int32Array.from(levels, (_, row) => row);
  const code = { name: 'code', kind: 'category', nullable: false, role: 'feature', levels } as const;
  return tableOf({ spec: code, column: { storage: 'coded', codes, levels } }, numbers('x', uniform('levels', rows)));
}

/** The columns of {@link customers} without a row. */
export function noRows(): Table {
  return takeRows(customers(), []);
}

/** Levels and texts that trip code which keys plain objects by them, trims them, or counts their characters. */
export const ODD_LEVELS: readonly string[] = [
  '__proto__',
  'constructor',
  'toString',
  '',
  ' ',
  'A ',
  '👩🏽‍🚀 ñ',
  'n\u0303',
  'NaN',
  '-1',
  'a,"b"\n\t\u0000',
];

/** A category with the levels of {@link ODD_LEVELS}, and the same as free text. */
export function oddLevels(): Table {
  const values = each(ROWS, (row) => ODD_LEVELS[row % ODD_LEVELS.length]);
  return tableOf(coded('level', values), texts('remark', values), numbers('x', uniform('odd levels')));
}

/** Halves of surrogate pairs, which UTF-8 cannot hold: writers silently turn all of them into one other character. */
export const LONE_SURROGATES: readonly string[] = ['a\ud800', 'a\udfff', '\ud83d'];

/** A category and a text column with {@link LONE_SURROGATES}. */
export function loneSurrogates(): Table {
  const values = each(ROWS, (row) => LONE_SURROGATES[row % LONE_SURROGATES.length]);
  return tableOf(coded('level', values), texts('remark', values), numbers('x', uniform('surrogates')));
}

/** Days and instants before 1970, around the year 0, and at both ends of what a date can be. */
export function oldDates(): Table {
  const ends = [-8.64e15, 8.64e15, Date.UTC(-1, 11, 31), -1, 0, 1];
  return tableOf(
    numbers(
      'born',
      each(ROWS, (row) => Date.UTC(1850, row % 12, row)),
      { kind: 'datetime', format: '%Y-%m-%d' },
    ),
    numbers(
      'seen',
      each(ROWS, (row) => ends[row % ends.length]),
      { kind: 'datetime' },
    ),
    numbers('x', uniform('dates')),
  );
}

/** Numbers at the ends of what a double holds, some missing, and both zeros. */
export function extremeNumbers(): Table {
  return tableOf(
    numbers(
      'huge',
      each(ROWS, (row) => [1e300, -1e300, 0, 1e-300, 5, Number.MAX_VALUE, 5e-324][row % 7]),
    ),
    numbers(
      'zeros',
      each(ROWS, (row) => (row % 2 === 0 ? 0 : -0)),
    ),
    numbers(
      'some missing',
      each(ROWS, (row) => (row % 3 === 0 ? Number.NaN : -0)),
    ),
    numbers(
      'big whole',
      each(ROWS, (row) => Number.MAX_SAFE_INTEGER - row),
      { kind: 'integer' },
    ),
  );
}

/** An identifier of its own for each row, and free text, some of it missing. */
export function idAndText(): Table {
  return tableOf(
    texts(
      'customer',
      each(ROWS, (row) => `C-${String(row).padStart(5, '0')}`),
      { kind: 'id' },
    ),
    texts(
      'remark',
      each(ROWS, (row) => (row % 4 === 0 ? null : `called ${row} times, "ok",\nwill call again`)),
    ),
    numbers('x', uniform('ids')),
  );
}

/** An awkward table as a check tries it. */
export interface AwkwardTable {
  readonly name: AwkwardName;
  /** Goes on from "copes with". */
  readonly what: string;
  make(): Table;
}

/** The tables that plugins of every kind must cope with: those that real files hold. */
export const awkwardTables: readonly AwkwardTable[] = [
  { name: 'one-row', what: 'a table of one row', make: oneRow },
  { name: 'one-column', what: 'a table of one column', make: oneColumn },
  { name: 'constant-column', what: 'constant columns', make: constantColumn },
  { name: 'all-missing', what: 'columns that are all missing', make: allMissing },
  { name: 'rare-target', what: 'a target of two levels, one of them rare', make: rareTarget },
  { name: 'odd-names', what: 'odd column names', make: oddNames },
  { name: 'odd-levels', what: 'odd levels and texts', make: oddLevels },
  { name: 'lone-surrogates', what: 'halves of surrogate pairs, or refuses them,', make: loneSurrogates },
  { name: 'twin-columns', what: 'columns that are equal', make: twinColumns },
  { name: 'many-levels', what: 'a category with 10,000 levels, one for each row', make: manyLevels },
  { name: 'extreme-numbers', what: 'huge and tiny numbers and both zeros', make: extremeNumbers },
  { name: 'old-dates', what: 'dates before 1970 and at the ends of what a date can be', make: oldDates },
  { name: 'id-and-text', what: 'identifiers and free text', make: idAndText },
];

/** Names of the checks on awkward tables. */
export type AwkwardName =
  | 'one-row'
  | 'one-column'
  | 'constant-column'
  | 'all-missing'
  | 'rare-target'
  | 'odd-names'
  | 'odd-levels'
  | 'lone-surrogates'
  | 'twin-columns'
  | 'many-levels'
  | 'extreme-numbers'
  | 'old-dates'
  | 'id-and-text';

function uniform(label: string, rows: number = ROWS): number[] {
  const random = createRandom(`conformance ${label}`);
  return each(rows, () => random.next());
}
