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

/** A category with a level for each row. */
export function manyLevels(): Table {
  return tableOf(
    coded(
      'code',
      each(400, (row) => `level ${row}`),
    ),
    numbers('x', uniform('levels', 400)),
  );
}

/** Numbers at the ends of what a double holds, and both zeros. */
export function extremeNumbers(): Table {
  return tableOf(
    numbers(
      'huge',
      each(ROWS, (row) => [1e300, -1e300, 0, 1e-300, 5][row % 5]),
    ),
    numbers(
      'zeros',
      each(ROWS, (row) => (row % 2 === 0 ? 0 : -0)),
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

function uniform(label: string, rows: number = ROWS): number[] {
  const random = createRandom(`conformance ${label}`);
  return each(rows, () => random.next());
}
