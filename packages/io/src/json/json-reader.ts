import { badJson, duplicateKey, emptyKey, halfCharacter, tooManyKeys } from './json-errors.ts';
import { CUT, createScan, type JsonScan } from './json-parse.ts';
import {
  createKeys,
  createRow,
  type JsonKeys,
  type JsonRow,
  type KeyRefusals,
  mostKeys,
  scanObject,
} from './json-row.ts';
import { type JsonWindow, lineAt } from './json-window.ts';

/** One pass over a file of objects. */
export interface JsonReader {
  readonly path: string;
  readonly window: JsonWindow;
  readonly scan: JsonScan;
  readonly row: JsonRow;
  readonly keys: JsonKeys;
  readonly refuse: KeyRefusals;
  readonly namesRows: boolean;
  /** Objects read so far, and the line on which the last one begins. */
  rows: number;
  line: number;
  /** What the framing remembers between rows: see there. */
  state: number;
  blankLines: number;
}

/** How objects follow one another in a file. */
export interface JsonFraming {
  /** Whether messages count rows beside lines. */
  readonly namesRows: boolean;
  /**
   * Scans the next object into `row` and uses up its bytes; `more` when the window ends before it does. Throws for whatever is
   * no object.
   */
  next(reader: JsonReader): 'row' | 'more' | 'end';
}

/** Starts a pass. `keys` are those of an earlier pass. */
export function createReader(window: JsonWindow, framing: JsonFraming, keys: JsonKeys = createKeys()): JsonReader {
  const { path } = window;
  const place = () => placeOf(reader, reader.rows + 1);
  const refuse: KeyRefusals = {
    duplicate: (key) => {
      throw duplicateKey(path, place(), key);
    },
    empty: () => {
      throw emptyKey(path, place());
    },
    half: () => {
      throw halfCharacter(path, place(), 'a key');
    },
    tooMany: () => {
      throw tooManyKeys(path, place(), mostKeys);
    },
  };
  const reader: JsonReader = {
    ...{ path, window, namesRows: framing.namesRows, scan: createScan(), row: createRow(), keys, refuse },
    ...{ rows: 0, line: 1, state: 0, blankLines: 0 },
  };
  return reader;
}

/** Scans the object at `at`, which must lie before `end`. Returns where it ends, or `CUT`. Throws `io/bad-json` and what keys are refused for. */
export function readObject(reader: JsonReader, at: number, end: number): number {
  const { window, scan, row, keys, refuse } = reader;
  reader.line = lineAt(window, at);
  const after = scanObject(window.bytes, at, end, scan, row, keys, refuse);
  if (after >= 0) reader.rows++;
  else if (after !== CUT) throw badJsonAt(reader, scan.at, scan.what);
  return after;
}

/** `io/bad-json` at a byte that is not used up yet. */
export const badJsonAt = (reader: JsonReader, at: number, what: string, next?: string): Error => {
  reader.line = lineAt(reader.window, at);
  return badJson(reader.path, placeOf(reader, reader.rows + 1), what, next);
};

/** Where the object that was read last begins: its line, and its row where lines do not say it all. */
export const placeOf = ({ line, namesRows }: JsonReader, row: number): string =>
  namesRows ? `row ${row} (line ${line})` : `line ${line}`;
