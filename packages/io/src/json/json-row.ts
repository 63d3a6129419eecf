import { unescapeInPlace } from './json-escapes.ts';
import {
  CLOSE_OBJECT,
  COMMA,
  CUT,
  type JsonScan,
  OPEN_ARRAY,
  OPEN_OBJECT,
  QUOTE,
  scanColon,
  scanScalar,
  scanString,
  scanValue,
  seen,
  skipSpace,
  wrong,
} from './json-parse.ts';

/** What a value is. */
export const jsonKinds = {
  null: 0,
  boolean: 1,
  number: 2,
  string: 3,
  /** A string with escapes. */
  escaped: 4,
  nested: 5,
} as const;

/** The members of one object: member `i` belongs to column `columns[i]` and lies at `starts[i]` to `ends[i]`, strings without quotes. */
export interface JsonRow {
  size: number;
  columns: Int32Array;
  kinds: Uint8Array;
  starts: Int32Array;
  ends: Int32Array;
}

/** The keys seen so far, in order of first appearance. */
export interface JsonKeys {
  readonly names: string[];
  readonly places: Map<string, number>;
  /** Each key as it was first written. */
  readonly written: Uint8Array[];
  /** The column that followed each column last time, and the one that came first: where to look first. */
  readonly followers: number[];
  first: number;
  /** The object in which each key was seen last. */
  readonly seenIn: number[];
  object: number;
}

/** Why a key is refused: called with the key. They throw. */
export interface KeyRefusals {
  duplicate(key: string, at: number): never;
  empty(at: number): never;
  half(at: number): never;
  tooMany(at: number): never;
}

/** The most columns a file may have. */
export const mostKeys = 100_000;

export const createKeys = (): JsonKeys => ({
  ...{ names: [], places: new Map(), written: [], followers: [], first: 0, seenIn: [], object: 0 },
});

export function createRow(): JsonRow {
  const room = 64;
  return {
    ...{ size: 0, columns: new Int32Array(room), kinds: new Uint8Array(room) },
    ...{ starts: new Int32Array(room), ends: new Int32Array(room) },
  };
}

/**
 * Scans one object that begins at `at` into `row`, and takes new keys into `keys`. Returns where it ends, `CUT` or `WRONG`. A
 * key that cannot name a column is refused at once.
 */
export function scanObject(
  bytes: Buffer,
  at: number,
  end: number,
  scan: JsonScan,
  row: JsonRow,
  keys: JsonKeys,
  refuse: KeyRefusals,
): number {
  row.size = 0;
  keys.object++;
  let previous = -1;
  let i = skipSpace(bytes, at + 1, end);
  if (i < end && bytes[i] === CLOSE_OBJECT) return i + 1;
  for (;;) {
    if (i >= end) return CUT;
    if (bytes[i] !== QUOTE) return wrong(scan, i, `${seen(bytes, i)} stands where a key in double quotes must`);
    const keyEnd = scanString(bytes, i + 1, end, scan);
    if (keyEnd < 0) return keyEnd;
    const column = columnOf(bytes, i + 1, keyEnd - 1, scan.escaped, previous, keys, refuse);
    i = scanColon(bytes, keyEnd, end, scan);
    if (i < 0) return i;
    i = scanMember(bytes, skipSpace(bytes, i, end), end, scan, row, column);
    if (i < 0) return i;
    previous = column;
    i = skipSpace(bytes, i, end);
    if (i >= end) return CUT;
    if (bytes[i] === CLOSE_OBJECT) return i + 1;
    if (bytes[i] !== COMMA) return wrong(scan, i, `${seen(bytes, i)} stands where a comma or a closing brace must`);
    i = skipSpace(bytes, i + 1, end);
  }
}

function scanMember(bytes: Buffer, at: number, end: number, scan: JsonScan, row: JsonRow, column: number): number {
  if (at >= end) return CUT;
  const first = bytes[at];
  const nested = first === OPEN_OBJECT || first === OPEN_ARRAY;
  const after = nested ? scanValue(bytes, at, end, scan) : scanScalar(bytes, at, end, scan);
  if (after < 0) return after;
  const quote = first === QUOTE ? 1 : 0;
  if (row.size === row.columns.length) widen(row);
  const member = row.size++;
  row.columns[member] = column;
  row.kinds[member] = nested ? jsonKinds.nested : scalarKind(first, scan);
  row.starts[member] = at + quote;
  row.ends[member] = after - quote;
  return after;
}

function scalarKind(first: number, scan: JsonScan): number {
  if (first === QUOTE) return scan.escaped ? jsonKinds.escaped : jsonKinds.string;
  if (first <= 0x39) return jsonKinds.number;
  return first === 0x6e ? jsonKinds.null : jsonKinds.boolean;
}

/** The column of a key. Most objects have the same keys in the same order, so that no text has to be made of them. */
function columnOf(
  bytes: Buffer,
  start: number,
  end: number,
  escaped: boolean,
  previous: number,
  keys: JsonKeys,
  refuse: KeyRefusals,
): number {
  let column = previous < 0 ? keys.first : keys.followers[previous];
  if (column >= keys.names.length || !isWritten(keys.written[column], bytes, start, end)) {
    column = findColumn(bytes, start, end, escaped, keys, refuse);
    if (previous < 0) keys.first = column;
    else keys.followers[previous] = column;
  }
  if (keys.seenIn[column] === keys.object) return refuse.duplicate(keys.names[column], start);
  keys.seenIn[column] = keys.object;
  return column;
}

function isWritten(written: Uint8Array, bytes: Buffer, start: number, end: number): boolean {
  if (written.length !== end - start) return false;
  for (let i = 0; i < written.length; i++) if (written[i] !== bytes[start + i]) return false;
  return true;
}

function findColumn(
  bytes: Buffer,
  start: number,
  end: number,
  escaped: boolean,
  keys: JsonKeys,
  refuse: KeyRefusals,
): number {
  if (start === end) return refuse.empty(start);
  const written = Buffer.from(bytes.subarray(start, end));
  const name = escaped ? unescaped(written) : written.toString('utf8');
  if (name === null) return refuse.half(start);
  const known = keys.places.get(name);
  if (known !== undefined) return known;
  const column = keys.names.length;
  if (column === mostKeys) return refuse.tooMany(start);
  keys.names.push(name);
  keys.places.set(name, column);
  keys.written.push(written);
  keys.followers.push(column + 1);
  keys.seenIn.push(-1);
  return column;
}

function unescaped(written: Buffer): string | null {
  const bytes = Buffer.from(written);
  const end = unescapeInPlace(bytes, 0, bytes.length);
  return end < 0 ? null : bytes.toString('utf8', 0, end);
}

function widen(row: JsonRow): void {
  const room = 2 * row.columns.length;
  const widened = <T extends Int32Array | Uint8Array>(from: T, to: T): T => {
    to.set(from);
    return to;
  };
  row.columns = widened(row.columns, new Int32Array(room));
  row.kinds = widened(row.kinds, new Uint8Array(room));
  row.starts = widened(row.starts, new Int32Array(room));
  row.ends = widened(row.ends, new Int32Array(room));
}
