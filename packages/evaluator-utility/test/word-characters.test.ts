import { hashTokens } from '@verisim/text-measures';
import { expect, test } from 'vitest';
import { wordCharacters } from '../src/text/word-characters.ts';

const WIDTH = 1 << 20;

/** scikit-learn 1.2: CountVectorizer(analyzer='char_wb', ngram_range=(2, 3)).fit(["A no  no-no"]). */
const ORACLE = {
  ' a': 1,
  'a ': 1,
  ' a ': 1,
  ' n': 2,
  no: 3,
  'o ': 2,
  ' no': 2,
  'no ': 2,
  'o-': 1,
  '-n': 1,
  'no-': 1,
  'o-n': 1,
  '-no': 1,
};

test('counts are those of scikit-learn within words', () => {
  const { columns, values } = wordCharacters(['A no  no-no'], [2, 3], WIDTH);
  const found = new Map(Array.from(columns, (column, i) => [column, values[i]]));
  expect(found.size).toBe(Object.keys(ORACLE).length);
  for (const [gram, count] of Object.entries(ORACLE)) expect(found.get(columnOf(gram)), gram).toBe(count);
});

test('the order of words says nothing, and an empty text has none', () => {
  const { starts, columns, values } = wordCharacters(['late card', 'card late', ' '], [2, 3, 4, 5], WIDTH);
  const half = starts[1];
  expect([...starts]).toEqual([0, half, 2 * half, 2 * half]);
  expect(columns.slice(0, half)).toEqual(columns.slice(half));
  expect(values.slice(0, half)).toEqual(values.slice(half));
});

const columnOf = (gram: string) =>
  hashTokens(
    Int32Array.from(gram, (character) => character.charCodeAt(0)),
    0,
    gram.length,
  ) % WIDTH;
