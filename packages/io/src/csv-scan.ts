import { isUtf8 } from 'node:buffer';
import { type CsvHeader, readCsvHeader } from './csv-header.ts';
import { badQuoting, mixedNewlines, noRows, notUtf8, raggedRow, rowTooLong } from './errors.ts';

/** The structure of a CSV file, checked row by row. */
export interface CsvShape {
  readonly names: readonly string[];
  readonly delimiter: string;
  readonly rows: number;
  /** Blank lines between rows, which are passed over. In a file of one column a blank line is a missing value. */
  readonly blankLines: number;
  /** LF and CRLF both end lines. */
  readonly mixedNewlines: boolean;
  /** Some quoted field holds a line break. */
  readonly quotedNewlines: boolean;
  /** Bytes of the longest row. */
  readonly longest: number;
}

/** Rows beyond this many bytes are refused: it bounds memory, and finds a quote that is never closed. */
const ROW_LIMIT = 1 << 26;

const QUOTE = 0x22;
const LF = 0x0a;
const CR = 0x0d;
const SPACE = 0x20;
const TAB = 0x09;

const FIELD_START = 0;
const SPACES = 1;
const PLAIN = 2;
const QUOTED = 3;
const AFTER_QUOTE = 4;

const BY_LF = 1;
const BY_CRLF = 2;
const BY_CR = 4;

interface ScanState {
  readonly path: string;
  header: CsvHeader | null;
  /** Where in a field the last byte was: one of the five constants above. */
  mode: number;
  /** Delimiters seen in this record; records (the header is the first) and bytes before it; its first line, from 1. */
  delimiters: number;
  records: number;
  recordStart: number;
  recordLine: number;
  line: number;
  offset: number;
  afterReturn: boolean;
  newlines: number;
  quotedNewlines: boolean;
  longest: number;
  blankLines: number;
  blankPending: number;
  /** The first bytes of a character that the chunk's end cut. */
  cut: Buffer;
}

/** A running check of a CSV file's structure: feed it the file's bytes in order, then `end` it. */
export interface CsvScan {
  visit(bytes: Buffer): void;
  end(): CsvShape;
}

/**
 * Checks encoding, quoting (RFC 4180) and the number of fields of every row, in one pass over the bytes. Throws
 * `io/not-utf8`, `io/bad-quoting`, `io/ragged-row`, `io/mixed-newlines`, `io/row-too-long`, `io/no-rows` and what
 * {@link readCsvHeader} throws.
 */
export function createCsvScan(path: string): CsvScan {
  const state: ScanState = {
    path,
    header: null,
    mode: FIELD_START,
    delimiters: 0,
    records: 0,
    recordStart: 0,
    recordLine: 1,
    line: 1,
    offset: 0,
    afterReturn: false,
    newlines: 0,
    quotedNewlines: false,
    longest: 0,
    blankLines: 0,
    blankPending: 0,
    cut: Buffer.alloc(0),
  };
  return {
    visit(bytes) {
      const start = state.header === null ? openScan(state, bytes) : 0;
      checkEncoding(state, bytes);
      scanBytes(state, bytes, start, state.header!.delimiter);
      state.offset += bytes.length;
      if (state.offset - state.recordStart > ROW_LIMIT) throw rowTooLong(path, placeOf(state), ROW_LIMIT);
    },
    end: () => closeScan(state),
  };
}

function openScan(state: ScanState, bytes: Buffer): number {
  state.header = readCsvHeader(state.path, bytes);
  return state.header.start;
}

function scanBytes(state: ScanState, bytes: Buffer, start: number, delimiter: number): void {
  let { mode } = state;
  for (let i = start; i < bytes.length; i++) {
    const byte = bytes[i];
    if (mode === QUOTED) {
      if (byte === QUOTE) mode = AFTER_QUOTE;
      else if (byte === LF || byte === CR) {
        state.quotedNewlines = true;
        if (byte === LF) state.line++;
      }
      continue;
    }
    if (state.afterReturn) {
      state.afterReturn = false;
      noteNewline(state, byte === LF ? BY_CRLF : BY_CR);
      if (byte === LF) {
        state.recordStart = state.offset + i + 1;
        continue;
      }
    }
    if (byte === delimiter) {
      state.delimiters++;
      mode = FIELD_START;
    } else if (byte === LF || byte === CR) {
      endRecord(state, mode, state.offset + i);
      mode = FIELD_START;
      if (byte === CR) state.afterReturn = true;
      else noteNewline(state, BY_LF);
    } else if (byte === QUOTE) {
      if (mode === SPACES) throw badQuoting(state.path, placeOf(state), 'a space stands before a quoted field');
      if (mode !== PLAIN) mode = QUOTED;
    } else if (mode === AFTER_QUOTE) {
      throw badQuoting(state.path, placeOf(state), 'text follows the closing quote of a field');
    } else if (mode !== PLAIN) {
      mode = byte === SPACE || byte === TAB ? SPACES : PLAIN;
    }
  }
  state.mode = mode;
}

function endRecord(state: ScanState, mode: number, end: number): void {
  const names = state.header!.names.length;
  const blank = state.delimiters === 0 && mode === FIELD_START;
  if (blank && names > 1) {
    state.blankPending++;
  } else {
    const fields = state.delimiters + 1;
    if (fields !== names) throw raggedRow(state.path, placeOf(state), fields, names);
    state.blankLines += state.blankPending;
    state.blankPending = 0;
    state.records++;
    state.longest = Math.max(state.longest, end - state.recordStart);
  }
  state.delimiters = 0;
  state.recordStart = end + 1;
  state.recordLine = ++state.line;
}

function noteNewline(state: ScanState, kind: number): void {
  state.newlines |= kind;
  if (state.newlines > BY_CR) throw mixedNewlines(state.path, `line ${state.line - 1}`);
}

function closeScan(state: ScanState): CsvShape {
  if (state.cut.length > 0) throw notUtf8(state.path, 'the last character is cut off');
  if (state.mode === QUOTED)
    throw badQuoting(state.path, placeOf(state), 'a double quote opens a field and is never closed');
  if (state.afterReturn) noteNewline(state, BY_CR);
  if (state.mode !== FIELD_START || state.delimiters > 0) endRecord(state, state.mode, state.offset);
  if (state.records <= 1) throw noRows(state.path);
  return {
    names: state.header!.names,
    delimiter: String.fromCharCode(state.header!.delimiter),
    rows: state.records - 1,
    blankLines: state.blankLines,
    mixedNewlines: state.newlines === (BY_LF | BY_CRLF),
    quotedNewlines: state.quotedNewlines,
    longest: state.longest,
  };
}

function placeOf(state: ScanState): string {
  return state.records === 0
    ? `line ${state.recordLine} (the header)`
    : `row ${state.records} (line ${state.recordLine})`;
}

function checkEncoding(state: ScanState, chunk: Buffer): void {
  const bytes = state.cut.length > 0 ? Buffer.concat([state.cut, chunk]) : chunk;
  const whole = wholeCharacters(bytes);
  if (!isUtf8(bytes.subarray(0, whole))) {
    throw notUtf8(state.path, `line ${state.line + linesBeforeFault(bytes.subarray(0, whole))}`);
  }
  state.cut = Buffer.from(bytes.subarray(whole));
}

/** Where the last whole character ends. */
function wholeCharacters(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back];
    if (byte < 0x80) break;
    if (byte < 0xc0) continue;
    const wanted = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
    return wanted > back ? bytes.length - back : bytes.length;
  }
  return bytes.length;
}

function linesBeforeFault(bytes: Buffer): number {
  let from = 0;
  for (let lines = 0; ; lines++) {
    const end = bytes.indexOf(LF, from);
    if (end < 0 || !isUtf8(bytes.subarray(from, end))) return lines;
    from = end + 1;
  }
}
