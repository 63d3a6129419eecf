import { isUtf8 } from 'node:buffer';
import { cellNotText, cellTooLong, dateOutOfRange, rowsChanged } from '../databases/database-errors.ts';
import { appendByte, appendText, type GrowingBytes, growingBytes, reserve } from '../growing-bytes.ts';
import type { ValueChange } from '../read-result.ts';
import { type Batch, batchRows, type NumberCells, type TextCells } from '../source.ts';
import { type CellRead, oddities, readFinite, readInstant } from './postgres-cell.ts';
import type { PostgresColumn } from './postgres-column.ts';

/** Bytes of texts, and cells, after which a batch ends. */
const BATCH_BYTES = 1 << 23;
const BATCH_CELLS = 1 << 20;
/** The longest value that is read, in bytes. */
const CELL_LIMIT = 1 << 26;

const TAB = 0x09;
const LF = 0x0a;
const SPACE = 0x20;
const COMMA = 0x2c;
const BACKSLASH = 0x5c;
const NULL_SIGN = 0x4e;
const TRUE = 0x74;

/** What stands for a control character behind a backslash (postgresql.org/docs/current/sql-copy.html, Text Format). */
const ESCAPES: Readonly<Record<number, number>> = { 98: 8, 102: 12, 110: 10, 114: 13, 116: 9, 118: 11 };

/** What a column's cells in a pass departed in. */
interface Departure {
  what: string;
  rows: number;
  example: string;
}

/** Rows that are taken apart, a batch at a time. */
export interface PostgresFilling {
  /** Takes the bytes of some rows, which may end anywhere, and calls `ready` with every batch that is full. */
  take(chunk: Buffer): void;
  /** The rows that are left; `null` for none. */
  rest(): Batch | null;
  changes(): readonly ValueChange[];
}

interface Filling {
  readonly label: string;
  readonly columns: readonly PostgresColumn[];
  readonly capacity: number;
  readonly departures: readonly Map<string, Departure>[];
  readonly read: CellRead;
  cells: readonly (TextCells | NumberCells)[];
  text: GrowingBytes;
  row: number;
  before: number;
}

/** Decodes what `COPY ... TO STDOUT` sends in its text format. Throws `io/date-out-of-range`, `io/cell-too-long`, `io/not-utf8`. */
export function postgresFilling(
  label: string,
  columns: readonly PostgresColumn[],
  ready: (batch: Batch) => void,
): PostgresFilling {
  const capacity = Math.max(1, Math.min(batchRows, Math.floor(BATCH_CELLS / columns.length)));
  const filling: Filling = {
    ...{ label, columns, capacity },
    departures: columns.map(() => new Map()),
    read: { value: 0, decimals: 0, oddity: 0 },
    ...{ cells: emptyCells(columns, capacity), text: growingBytes(1 << 16), row: 0, before: 0 },
  };
  let cut: Buffer | null = null;
  const end = () => {
    const batch = endBatch(filling);
    filling.before += filling.row;
    Object.assign(filling, { cells: emptyCells(columns, capacity), text: growingBytes(1 << 16), row: 0 });
    return batch;
  };
  return {
    take(chunk) {
      const bytes: Buffer = cut === null ? chunk : Buffer.concat([cut, chunk]);
      let start = 0;
      for (let feed = bytes.indexOf(LF); feed >= 0; feed = bytes.indexOf(LF, start)) {
        takeRow(filling, bytes, start, feed);
        start = feed + 1;
        filling.row++;
        if (filling.row >= capacity || filling.text.used >= BATCH_BYTES) ready(end());
      }
      cut = start === bytes.length ? null : Buffer.from(bytes.subarray(start));
    },
    rest: () => (filling.row === 0 ? null : end()),
    changes: () =>
      filling.departures.flatMap((found, i) =>
        [...found.values()].map((change) => ({ column: columns[i].source.name, ...change })),
      ),
  };
}

function emptyCells(columns: readonly PostgresColumn[], capacity: number): readonly (TextCells | NumberCells)[] {
  const bytes = new Uint8Array(0);
  return columns.map(({ source }): TextCells | NumberCells =>
    source.native === 'text' || source.native === 'boolean'
      ? { storage: 'cells', bytes, starts: new Int32Array(capacity), ends: new Int32Array(capacity) }
      : { storage: 'numbers', values: new Float64Array(capacity) },
  );
}

function takeRow(filling: Filling, bytes: Buffer, from: number, to: number): void {
  const { columns, label } = filling;
  let start = from;
  for (let i = 0; i < columns.length; i++) {
    let end = start;
    let escaped = false;
    while (end < to && bytes[end] !== TAB) if (bytes[end++] === BACKSLASH) escaped = true;
    if (end === to && i < columns.length - 1) throw rowsChanged(label);
    if (end - start > CELL_LIMIT)
      throw cellTooLong(label, columns[i].source.name, filling.before + filling.row + 1, CELL_LIMIT);
    const missing = escaped && end - start === 2 && bytes[start + 1] === NULL_SIGN;
    const cells = filling.cells[i];
    if (cells.storage === 'cells') takeText(filling, i, cells, bytes, missing ? -1 : start, end, escaped);
    else if (missing) cells.values[filling.row] = Number.NaN;
    else takeNumber(filling, i, cells, bytes, start, end);
    start = end + 1;
  }
  if (start !== to + 1) throw rowsChanged(label);
}

function takeNumber(filling: Filling, i: number, cells: NumberCells, bytes: Buffer, start: number, end: number): void {
  const { reading, source } = filling.columns[i];
  const { read } = filling;
  const dated = reading === 'date' || reading === 'timestamp';
  if (dated) readInstant(bytes, start, end, read);
  else readFinite(bytes, start, end, read);
  cells.values[filling.row] = reading === 'single' ? Math.fround(read.value) : read.value;
  if (read.oddity === oddities.none) return;
  const text = bytes.toString('latin1', start, Math.min(end, start + 60));
  if (read.oddity === oddities.outside)
    throw dateOutOfRange(filling.label, source.name, filling.before + filling.row + 1, text);
  const infinite = dated ? 'an infinite date, read as missing' : 'NaN or infinite, read as missing';
  depart(filling, i, read.oddity === oddities.finer ? 'finer than a millisecond, rounded down to it' : infinite, text);
}

function takeText(
  filling: Filling,
  i: number,
  cells: TextCells,
  bytes: Buffer,
  start: number,
  end: number,
  escaped: boolean,
): void {
  const { text, row, columns } = filling;
  cells.starts[row] = start < 0 ? -1 : text.used;
  if (start >= 0) {
    const { reading, source } = columns[i];
    const first = text.used;
    if (reading === 'boolean') appendText(text, bytes[start] === TRUE ? 'true' : 'false');
    else copyText(text, bytes, start, end, escaped);
    const shown = () => text.bytes.toString('utf8', first, Math.min(text.used, first + 60));
    if (reading === 'padded' && text.bytes[text.used - 1] === SPACE && text.used > first) {
      const example = shown();
      while (text.used > first && text.bytes[text.used - 1] === SPACE) text.used--;
      depart(filling, i, `padding spaces of ${source.type} left out`, example);
    }
    if (reading === 'other') depart(filling, i, `${source.type} values, kept as text`, shown());
  }
  cells.ends[row] = text.used;
  appendByte(text, COMMA);
}

function copyText(text: GrowingBytes, bytes: Buffer, start: number, end: number, escaped: boolean): void {
  reserve(text, end - start);
  if (!escaped) {
    text.used += bytes.copy(text.bytes, text.used, start, end);
    return;
  }
  for (let at = start; at < end; at++) {
    const byte = bytes[at] === BACKSLASH ? bytes[++at] : -1;
    text.bytes[text.used++] = byte < 0 ? bytes[at] : (ESCAPES[byte] ?? byte);
  }
}

function depart({ departures }: Filling, column: number, what: string, example: string): void {
  const known = departures[column].get(what);
  if (known === undefined) departures[column].set(what, { what, rows: 1, example });
  else known.rows++;
}

/** Every text ends with a comma in the buffer, so that the buffer is UTF-8 only when every text is. */
function endBatch({ label, columns, cells, text, row, before }: Filling): Batch {
  const bytes = text.bytes.subarray(0, text.used);
  const batch: Batch = {
    rows: row,
    columns: cells.map((column): TextCells | NumberCells =>
      column.storage === 'numbers'
        ? { storage: 'numbers', values: column.values.subarray(0, row) }
        : { storage: 'cells', bytes, starts: column.starts.subarray(0, row), ends: column.ends.subarray(0, row) },
    ),
  };
  if (isUtf8(bytes)) return batch;
  for (let i = 0; i < row; i++) {
    for (const [j, column] of batch.columns.entries()) {
      if (column.storage === 'numbers' || column.starts[i] < 0) continue;
      if (isUtf8(bytes.subarray(column.starts[i], column.ends[i]))) continue;
      throw cellNotText(label, columns[j].source.name, before + i + 1);
    }
  }
  throw rowsChanged(label);
}
