import { type Column, columnOf, createRandom, isMissing, shuffle, type Table } from '@verisim/core';

/** Row numbers of both parts, each ascending. */
export interface Split {
  readonly holdout: Int32Array;
  readonly train: Int32Array;
}

/**
 * Splits off `rows` rows at random, every row with the same chance. With a target the rows are put in its order (ties at
 * random) and every n-th is taken from a random start (systematic sampling; Cochran 1977, *Sampling Techniques*, ch. 8): each class
 * is then represented to within one row of its share, and a numeric target along its whole range. Depends on the rows' order and
 * values and on the seed, not on the order of levels.
 */
export function stratifiedSplit(table: Table, rows: number, seed: number | string, target: string | null): Split {
  const random = createRandom(seed).fork('holdout');
  const order = shuffle(
    Int32Array.from({ length: table.rows }, (_, i) => i),
    random.fork('order'),
  );
  if (target !== null) {
    const rank = ranks(columnOf(table, target));
    order.sort((a, b) => rank[a] - rank[b]);
  }
  const start = random.fork('start').next();
  const held = new Uint8Array(table.rows);
  for (let k = 0; k < rows; k++) held[order[Math.floor(((k + start) * table.rows) / rows)]] = 1;
  return splitOf(held);
}

/** The rows of both parts, of marks that are 1 for a locked row. */
export function splitOf(held: Uint8Array): Split {
  return { holdout: rowsOf(held, 1), train: rowsOf(held, 0) };
}

/** More values of a numeric target than this are put into as many classes of equal size. */
const MOST_NUMBERS = 20;
const CLASSES = 10;

/** The class of every row, from 0: the values of the target, or tenths of its rows in its order when it is numeric and has many; one class without a target. */
export function strataOf(table: Table, target: string | null): Int32Array {
  if (target === null) return new Int32Array(table.rows);
  const column = columnOf(table, target);
  const rank = ranks(column);
  const values = Float64Array.from(new Set(rank)).sort();
  if (column.storage !== 'numeric' || values.length <= MOST_NUMBERS) {
    const place = new Map(Array.from(values, (value, i) => [value, i]));
    return Int32Array.from(rank, (value) => place.get(value)!);
  }
  const sorted = Float64Array.from(rank).sort();
  const cuts = Array.from({ length: CLASSES - 1 }, (_, i) => sorted[Math.floor(((i + 1) * sorted.length) / CLASSES)]);
  return Int32Array.from(rank, (value) => cuts.filter((cut) => value >= cut).length);
}

/** An order of the values, missing ones first. */
function ranks(column: Column): Float64Array {
  const rows = column.storage === 'coded' ? column.codes.length : column.values.length;
  if (column.storage === 'numeric') return column.values.map((v) => (Number.isNaN(v) ? Number.NEGATIVE_INFINITY : v));
  const texts =
    column.storage === 'coded' ? column.levels : [...new Set(column.values)].filter((text) => text !== null);
  const place = new Map([...texts].sort().map((text, i) => [text, i]));
  const textAt = (i: number) => (column.storage === 'coded' ? column.levels[column.codes[i]] : column.values[i]);
  return Float64Array.from({ length: rows }, (_, i) => (isMissing(column, i) ? -1 : place.get(textAt(i)!)!));
}

function rowsOf(held: Uint8Array, part: number): Int32Array {
  const rows: number[] = [];
  for (let i = 0; i < held.length; i++) if (held[i] === part) rows.push(i);
  return Int32Array.from(rows);
}
