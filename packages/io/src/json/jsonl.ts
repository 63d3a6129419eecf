import type { Format } from '../format.ts';
import { notRows } from './json-errors.ts';
import { CUT, OPEN_ARRAY, OPEN_OBJECT, skipSpace } from './json-parse.ts';
import { badJsonAt, type JsonFraming, type JsonReader, readObject } from './json-reader.ts';
import { openJson } from './json-source.ts';
import { lineAt } from './json-window.ts';
import { writeJson } from './json-write.ts';

const NEWLINE = 0x0a;

/** One object a line. Blank lines are passed over. */
const lines: JsonFraming = {
  namesRows: false,
  next(reader) {
    const { window } = reader;
    while (window.start < window.end || !window.ended) {
      const found = window.bytes.indexOf(NEWLINE, window.start);
      const whole = found >= 0 && found < window.end;
      if (!whole && !window.ended) return 'more';
      const end = whole ? found : window.end;
      const at = skipSpace(window.bytes, window.start, end);
      if (at < end) readLine(reader, at, end);
      else reader.blankLines++;
      window.start = whole ? end + 1 : end;
      window.lines++;
      if (at < end) return 'row';
    }
    return 'end';
  },
};

function readLine(reader: JsonReader, at: number, end: number): void {
  const { window } = reader;
  if (window.bytes[at] !== OPEN_OBJECT) throw notAnObject(reader, at);
  const after = readObject(reader, at, end);
  if (after === CUT) {
    const next = 'Write every object on a line of its own; if the file was cut off, fetch or write it again.';
    throw badJsonAt(reader, at, 'the line ends before its object does', next);
  }
  const rest = skipSpace(window.bytes, after, end);
  if (rest < end) throw badJsonAt(reader, rest, 'something stands behind the object');
}

function notAnObject(reader: JsonReader, at: number): Error {
  const array = reader.window.bytes[at] === OPEN_ARRAY;
  const next =
    array && reader.rows === 0
      ? 'If the whole file is one array of objects, name it .json.'
      : 'Write one object a line, its keys the columns; objects over several lines belong into a .json file.';
  const place = `line ${lineAt(reader.window, at)}`;
  return notRows(reader.path, place, `the line holds ${array ? 'an array' : 'something else'}, not an object`, next);
}

/** JSON Lines (`.jsonl`, `.ndjson`): one object a line, UTF-8. */
export const jsonl: Format = {
  name: 'jsonl',
  open: (location, { signal }) => openJson(location, lines, signal),
  write: (location, blocks, { signal }) =>
    writeJson(location, blocks, { before: '', between: '\n', after: '\n', none: '' }, signal),
};
