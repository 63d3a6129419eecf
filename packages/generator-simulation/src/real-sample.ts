import { closest, parseInstant } from '@verisim/core';
import { badSample } from './errors.ts';

/** A small real sample as CSV text, its cells by column. */
export interface RealSample {
  readonly rows: number;
  has(column: string): boolean;
  texts(column: string): readonly string[];
  /** Finite numbers. Throws `generator-simulation/bad-sample` naming the row. */
  numbers(column: string): Float64Array;
  /** Finite numbers, `NaN` for empty cells. Throws `generator-simulation/bad-sample` naming the row. */
  numbersOrEmpty(column: string): Float64Array;
  /** Instants written as ISO 8601, or numbers of seconds, as seconds from the first of them. Throws `generator-simulation/bad-sample` naming the row. */
  seconds(column: string): Float64Array;
  /** Seconds since 1970 of the first instant of a column; `null` where they are numbers, which say no time of day. */
  firstInstant(column: string): number | null;
}

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/** Reads CSV with a header (RFC 4180: quotes, doubled quotes, commas and line ends within quotes). Throws `generator-simulation/bad-sample`. */
export function readSample(simulator: string, text: string, least: number): RealSample {
  const [header = [], ...rows] = parseCsv(text.replace(/^\uFEFF/, ''));
  const fail = (what: string, next: string) => badSample(simulator, what, next);
  if (rows.length < least)
    throw fail(`it has ${rows.length} rows under its header, and ${least} are the least`, 'Give more rows.');
  const ragged = rows.findIndex((row) => row.length !== header.length);
  if (ragged >= 0)
    throw fail(`row ${ragged + 2} has ${rows[ragged].length} cells and the header ${header.length}`, 'Mend that row.');
  const texts = (column: string) => {
    const at = header.indexOf(column);
    const near = closest(column, header);
    if (at < 0)
      throw fail(
        `it has no column "${column}"${near === null ? '' : ` (there is "${near}")`}`,
        'Name the column in the header.',
      );
    return rows.map((row) => row[at]);
  };
  const read = (column: string, kind: string, value: (cell: string) => number, open = false) =>
    Float64Array.from(texts(column), (cell, row) => {
      const number = value(cell.trim());
      if (!Number.isFinite(number) && !(open && cell.trim() === ''))
        throw fail(`row ${row + 2} has "${cell}" in "${column}", which is no ${kind}`, 'Mend or drop that row.');
      return number;
    });
  const instantOf = (cell: string) => (NUMBER.test(cell) ? Number(cell) : parseInstant(cell) / 1000);
  const numberOf = (cell: string) => (NUMBER.test(cell) ? Number(cell) : Number.NaN);
  return {
    rows: rows.length,
    has: (column) => header.includes(column),
    texts,
    numbers: (column) => read(column, 'number', numberOf),
    numbersOrEmpty: (column) => read(column, 'number', numberOf, true),
    seconds(column) {
      const seconds = read(column, 'instant', instantOf);
      const first = leastOf(seconds);
      return seconds.map((one) => one - first);
    },
    firstInstant: (column) =>
      texts(column).every((cell) => NUMBER.test(cell.trim())) ? null : leastOf(read(column, 'instant', instantOf)),
  };
}

const leastOf = (values: Float64Array): number =>
  values.reduce((least, one) => Math.min(least, one), Number.POSITIVE_INFINITY);

function parseCsv(text: string): string[][] {
  const rows: string[][] = [[]];
  const cell = /("(?:[^"]|"")*"|[^",\r\n]*)(,|\r?\n|$)/y;
  for (let at = 0; at < text.length; at = cell.lastIndex) {
    cell.lastIndex = at;
    const found = cell.exec(text);
    if (found === null || found[0] === '') break;
    const [, raw, end] = found;
    rows[rows.length - 1].push(raw.startsWith('"') ? raw.slice(1, -1).replaceAll('""', '"') : raw);
    if (end !== ',' && end !== '') rows.push([]);
  }
  return rows.filter((row) => row.length > 0 && !(row.length === 1 && row[0] === ''));
}

/** Mean and coefficient of variation of some numbers. */
export function meanAndVariation(values: ArrayLike<number>): { readonly mean: number; readonly variation: number } {
  let [sum, squares] = [0, 0];
  for (let i = 0; i < values.length; i++) sum += values[i];
  const mean = sum / values.length;
  for (let i = 0; i < values.length; i++) squares += (values[i] - mean) ** 2;
  return { mean, variation: mean === 0 ? 0 : Math.sqrt(squares / Math.max(1, values.length - 1)) / Math.abs(mean) };
}
