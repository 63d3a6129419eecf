import { badQuoting, mixedNewlines, noRows, raggedRow, rowTooLong } from '../errors.ts';
import { type Batch, batchRows, type TextCells } from '../source.ts';

const QUOTE = 0x22;
const LF = 0x0a;
const CR = 0x0d;
const SPACE = 0x20;
const TAB = 0x09;

const BY_LF = 1;
const BY_CRLF = 2;
const BY_CR = 4;

/** Rows beyond this many bytes are refused: it bounds memory, and finds a quote that is never closed. */
const ROW_LIMIT = 1 << 26;

/** Cells of a batch, at most. */
const BATCH_CELLS = 1 << 20;

/** A CSV file's bytes on their way to rows. */
export interface CsvSplit {
  readonly path: string;
  readonly columns: number;
  readonly delimiter: number;
  readonly batchRows: number;
  readonly starts: readonly Int32Array[];
  readonly ends: readonly Int32Array[];
  /** Rows in the batch, rows before it (the header is one of them), and the line that the next row begins on. */
  rows: number;
  records: number;
  line: number;
  newlines: number;
  blankLines: number;
  blankPending: number;
  /** Columns of the present row whose quotes are to be undoubled, and lines inside its quotes. */
  escaped: number[];
  quotedLines: number;
}

/** `line` is that of the header. */
export function createCsvSplit(path: string, columns: number, delimiter: number, line: number): CsvSplit {
  const most = Math.max(1, Math.min(batchRows, Math.floor(BATCH_CELLS / columns)));
  const room = new Int32Array(2 * most * columns);
  const slice = (i: number) => room.subarray(i * most, (i + 1) * most);
  return {
    ...{ path, columns, delimiter, batchRows: most },
    starts: Array.from({ length: columns }, (_, i) => slice(i)),
    ends: Array.from({ length: columns }, (_, i) => slice(columns + i)),
    ...{ rows: 0, records: 0, line, newlines: 0, blankLines: 0, blankPending: 0, escaped: [], quotedLines: 0 },
  };
}

/**
 * Splits UTF-8 pieces of a CSV file into batches by RFC 4180, the header (the first row) left out: checks the quoting and the
 * number of fields of every row. An empty field without quotes is missing, one in quotes the empty string. LF and CRLF may be
 * mixed. Throws `io/bad-quoting`, `io/ragged-row`, `io/mixed-newlines`, `io/row-too-long`, `io/no-rows`.
 */
export async function* splitCsv(split: CsvSplit, chunks: AsyncIterable<Buffer>): AsyncGenerator<Batch> {
  let rest = Buffer.alloc(0);
  for await (const chunk of chunks) {
    const length = rest.length + chunk.length;
    const bytes = Buffer.allocUnsafe(length + 1);
    rest.copy(bytes);
    chunk.copy(bytes, rest.length);
    let at = 0;
    for (;;) {
      at = takeRows(split, bytes, at, length, false);
      if (split.rows === 0) break;
      yield batchOf(split, bytes);
      split.rows = 0;
    }
    rest = bytes.subarray(at, length);
    if (rest.length > ROW_LIMIT) throw rowTooLong(split.path, placeOf(split), ROW_LIMIT);
  }
  const bytes = Buffer.concat([rest, Buffer.of(LF)]);
  for (let at = 0; ; ) {
    at = takeRows(split, bytes, at, rest.length, true);
    if (split.rows === 0) break;
    yield batchOf(split, bytes);
    split.rows = 0;
  }
  if (split.records <= 1) throw noRows(split.path);
}

function batchOf({ rows, starts, ends }: CsvSplit, bytes: Buffer): Batch {
  const columns = starts.map((start, i): TextCells => ({ storage: 'cells', bytes, starts: start, ends: ends[i] }));
  return { rows, columns };
}

/** Takes whole rows until the batch is full or the bytes run out, and returns where the next row begins. */
function takeRows(split: CsvSplit, bytes: Buffer, from: number, length: number, last: boolean): number {
  // Ends every scan for the end of a field; the byte itself is looked at only when `last`.
  bytes[length] = LF;
  let at = from;
  while (at < length && split.rows < split.batchRows) {
    const next = takeRow(split, bytes, at, length, last);
    if (next < 0) break;
    at = next;
  }
  return at;
}

/** Takes one row and returns where the next one begins, -1 when the row is not whole. */
function takeRow(split: CsvSplit, bytes: Buffer, from: number, length: number, last: boolean): number {
  const { delimiter, columns, rows, starts, ends } = split;
  let at = from;
  let fields = 0;
  let start = -1;
  let byte = LF;
  split.quotedLines = 0;
  for (;;) {
    start = at;
    byte = bytes[at];
    if (byte === QUOTE && at < length) {
      at = quotedEnd(split, bytes, at, length, last, fields);
      if (at < 0) return -1;
      if (fields < columns) {
        starts[fields][rows] = start + 1;
        ends[fields][rows] = at;
      }
      byte = bytes[++at];
      if (byte !== delimiter && byte !== LF && byte !== CR)
        throw badQuoting(split.path, placeOf(split), 'text follows the closing quote of a field');
    } else {
      while (byte !== delimiter && byte !== LF && byte !== CR) byte = bytes[++at];
      if (fields < columns) {
        starts[fields][rows] = at === start ? -1 : start;
        ends[fields][rows] = at;
        if (bytes[start] === SPACE || bytes[start] === TAB) refuseSpacedQuote(split, bytes, start, at);
      }
    }
    fields++;
    if (byte !== delimiter || at >= length) break;
    at++;
  }
  if (at >= length - 1 && !last && (at >= length || byte === CR)) {
    split.escaped.length = 0;
    return -1;
  }
  const blank = fields === 1 && at === from;
  const next = at >= length ? length : at + noteNewline(split, bytes, at, length);
  endRow(split, bytes, fields, blank && columns > 1);
  return next;
}

/** Where the closing quote of the field that opens at `from` stands, -1 when it does not come or may be half of a pair. */
function quotedEnd(split: CsvSplit, bytes: Buffer, from: number, length: number, last: boolean, field: number): number {
  let escapes = false;
  let at = from + 1;
  for (;;) {
    while (bytes[at] !== QUOTE && at < length) {
      if (bytes[at] === LF) split.quotedLines++;
      at++;
    }
    if (at >= length - 1 && !last) {
      split.escaped.length = 0;
      return -1;
    }
    if (at >= length) throw badQuoting(split.path, placeOf(split), 'a double quote opens a field and is never closed');
    if (bytes[at + 1] !== QUOTE || at + 1 >= length) break;
    escapes = true;
    at += 2;
  }
  if (escapes) split.escaped.push(field);
  return at;
}

function endRow(split: CsvSplit, bytes: Buffer, fields: number, blank: boolean): void {
  if (blank) split.blankPending++;
  else {
    if (fields !== split.columns) throw raggedRow(split.path, placeOf(split), fields, split.columns);
    if (split.escaped.length > 0) undouble(split, bytes);
    if (split.records > 0) split.rows++;
    split.records++;
    split.blankLines += split.blankPending;
    split.blankPending = 0;
  }
  split.line += 1 + split.quotedLines;
}

/** Takes one quote of every pair out, in place. */
function undouble({ escaped, starts, ends, rows }: CsvSplit, bytes: Buffer): void {
  for (const field of escaped) {
    const end = ends[field][rows];
    let to = starts[field][rows];
    for (let at = to; at < end; at++) {
      bytes[to++] = bytes[at];
      if (bytes[at] === QUOTE) at++;
    }
    ends[field][rows] = to;
  }
  escaped.length = 0;
}

/** Notes how a line ends and returns the bytes that end it. */
function noteNewline(split: CsvSplit, bytes: Buffer, at: number, length: number): number {
  const pair = bytes[at] === CR && bytes[at + 1] === LF && at + 1 < length;
  split.newlines |= pair ? BY_CRLF : bytes[at] === CR ? BY_CR : BY_LF;
  if (split.newlines > BY_CR) throw mixedNewlines(split.path, `line ${split.line}`);
  return pair ? 2 : 1;
}

function refuseSpacedQuote(split: CsvSplit, bytes: Buffer, start: number, end: number): void {
  let at = start;
  while (at < end && (bytes[at] === SPACE || bytes[at] === TAB)) at++;
  if (at < end && bytes[at] === QUOTE)
    throw badQuoting(split.path, placeOf(split), 'a space stands before a quoted field');
}

function placeOf(split: CsvSplit): string {
  return split.records === 0 ? `line ${split.line} (the header)` : `row ${split.records} (line ${split.line})`;
}
