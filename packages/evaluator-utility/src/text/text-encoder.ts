import { type Column, columnIndex, type Table, type TextColumn } from '@verisim/core';
import { hashedNgrams, type SparseRows, tfIdf } from '@verisim/text-measures';
import { fitPartsEncoder } from '../encoder.ts';
import { noFeatures, tooMuchText } from '../errors.ts';
import { besideEachOther, moveColumns, sparseOf } from './sparse-matrix.ts';
import { textFeatures } from './text-features.ts';
import { wordCharacters } from './word-characters.ts';

/** Turns tables of one schema into sparse matrices. */
export interface TextEncoder {
  readonly width: number;
  encode(table: Table): SparseRows;
}

/** Columns that n-grams are hashed into; those that no training text hits are dropped. */
const WIDTH = 1 << 20;
/** Characters of a cell that are read. */
const MOST_OF_A_CELL = 5000;
/** Some 3 n-grams begin at each character, at 16 bytes and more. */
const MOST_IN_ALL = 8_000_000;

type Counter = (texts: readonly string[]) => SparseRows;
const COUNTERS: readonly Counter[] = [
  (texts) => hashedNgrams(texts, { words: [1, 2], characters: [] }, WIDTH),
  (texts) => wordCharacters(texts, [2, 3, 4, 5], WIDTH),
];

/**
 * Learns a sparse encoding from training rows. Texts: TF-IDF of hashed word 1-2-grams beside TF-IDF of hashed character
 * 2-5-grams within words (sublinear counts, each of length 1), of the first 5,000 characters of a cell; n-grams that no training text has
 * are left out, and a missing text is an empty one. All other features as {@link fitEncoder} has them. Column 0 is the intercept,
 * all ones. Throws `evaluator-utility/no-features` and, beyond 8 million characters, `/too-much-text`.
 */
export function fitTextEncoder(train: Table, target: string): TextEncoder {
  const texts = textFeatures(train.spec, target).map((name) => ({ name, values: textsIn(train, name) }));
  checkSize(texts, train.rows);
  const parts = texts.flatMap(({ name, values }) =>
    COUNTERS.map((count) => ({ name, part: fitNgrams(values, count) })),
  );
  const others = fitPartsEncoder(train, target);
  if (others.width === 1 && parts.every(({ part }) => part.width === 0)) throw noFeatures(target);
  return {
    width: parts.reduce((sum, { part }) => sum + part.width, others.width),
    encode(table) {
      const encoded = parts.map(({ name, part }) => part.encode(textsIn(table, name)));
      return besideEachOther([sparseOf(others.encode(table), others.width), ...encoded]);
    },
  };
}

function textsIn(table: Table, name: string): readonly string[] {
  const column: Column = table.columns[columnIndex(table.spec, name)];
  return (column as TextColumn).values.map((text) => text?.slice(0, MOST_OF_A_CELL) ?? '');
}

function checkSize(
  texts: readonly { readonly name: string; readonly values: readonly string[] }[],
  rows: number,
): void {
  const characters = texts.reduce((sum, { values }) => values.reduce((all, text) => all + text.length, sum), 0);
  if (characters <= MOST_IN_ALL) return;
  throw tooMuchText(
    texts.map(({ name }) => name),
    characters,
    Math.floor((rows * MOST_IN_ALL) / characters),
  );
}

interface NgramPart {
  readonly width: number;
  encode(texts: readonly string[]): SparseRows;
}

function fitNgrams(texts: readonly string[], count: Counter): NgramPart {
  const counts = count(texts);
  const places = new Int32Array(WIDTH).fill(-1);
  const found: number[] = [];
  for (const column of counts.columns) if (places[column]++ < 0) found.push(column);
  const width = found.length;
  Int32Array.from(found)
    .sort()
    .forEach((column, place) => {
      places[column] = place;
    });
  const from = { ...moveColumns(counts, places, width), values: new Float64Array(0) };
  return { width, encode: (others) => tfIdf(moveColumns(count(others), places, width), from) };
}
