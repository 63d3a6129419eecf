import type { Format } from '../format.ts';
import { notRows } from './json-errors.ts';
import { CLOSE_ARRAY, COMMA, CUT, OPEN_ARRAY, OPEN_OBJECT, skipSpace } from './json-parse.ts';
import { badJsonAt, type JsonFraming, type JsonReader, readObject } from './json-reader.ts';
import { openJson } from './json-source.ts';
import { lineAt, linesIn } from './json-window.ts';
import { writeJson } from './json-write.ts';

/** Where in the array the reader stands. */
const BEFORE = 0;
const FIRST = 1;
const NEXT = 2;
const AFTER = 3;

const expected = 'A .json file must be one array of objects, such as [{"age": 41}, {"age": 29}].';

/** One array of objects. */
const array: JsonFraming = {
  namesRows: true,
  next(reader) {
    const { window } = reader;
    for (;;) {
      const at = skipSpace(window.bytes, window.start, window.end);
      const after = at === window.end ? CUT : step(reader, at);
      if (after === CUT) {
        if (!window.ended) return 'more';
        if (reader.state === AFTER) return 'end';
        throw cutOff(reader);
      }
      window.lines += linesIn(window.bytes, window.start, after);
      window.start = after;
      if (reader.state === NEXT) return 'row';
    }
  },
};

/** Takes what stands at `at`: the beginning of the array, its next element, or its end. */
function step(reader: JsonReader, at: number): number {
  const { bytes } = reader.window;
  if (reader.state === AFTER) throw badJsonAt(reader, at, 'something stands behind the array');
  if (reader.state === BEFORE) {
    if (bytes[at] !== OPEN_ARRAY) throw notAnArray(reader, at);
    reader.state = FIRST;
    return at + 1;
  }
  if (bytes[at] === CLOSE_ARRAY) {
    reader.state = AFTER;
    return at + 1;
  }
  return nextElement(reader, at);
}

/** Scans an element, with the comma before it unless it is the first. */
function nextElement(reader: JsonReader, from: number): number {
  const { bytes, end } = reader.window;
  let at = from;
  if (reader.state === NEXT) {
    if (bytes[at] !== COMMA) throw badJsonAt(reader, at, 'a comma or the end of the array is missing');
    at = skipSpace(bytes, at + 1, end);
    if (at === end) return CUT;
    if (bytes[at] === CLOSE_ARRAY) throw badJsonAt(reader, at, 'a comma stands before the end of the array');
  }
  if (bytes[at] !== OPEN_OBJECT) {
    const place = `row ${reader.rows + 1} (line ${lineAt(reader.window, at)})`;
    throw notRows(reader.path, place, 'the element is not an object', expected);
  }
  const after = readObject(reader, at, end);
  if (after !== CUT) reader.state = NEXT;
  return after;
}

function cutOff(reader: JsonReader): Error {
  const { path, window, state, rows } = reader;
  const place = `line ${lineAt(window, window.end)}`;
  if (state === BEFORE) return notRows(path, place, 'the file holds nothing but white space', expected);
  const what = `the file ends inside the array, after ${rows} whole rows`;
  return badJsonAt(reader, window.end, what, 'It was cut off: fetch or write it again.');
}

function notAnArray({ path, window }: JsonReader, at: number): Error {
  const object = window.bytes[at] === OPEN_OBJECT;
  const next = object ? `${expected} If the file holds one object a line, name it .jsonl.` : expected;
  return notRows(
    path,
    `line ${lineAt(window, at)}`,
    `the file begins with ${object ? 'an object' : 'something else'}`,
    next,
  );
}

/** JSON (`.json`): one array of objects, UTF-8. */
export const json: Format = {
  name: 'json',
  open: (location, { signal }) => openJson(location, array, signal),
  write: (location, blocks, { signal }) =>
    writeJson(location, blocks, { before: '[\n', between: ',\n', after: '\n]\n', none: '[]\n' }, signal),
};
