import { isUtf8 } from 'node:buffer';
import type { DatabaseSync } from 'node:sqlite';
import { setImmediate } from 'node:timers/promises';
import type { TextDecoder } from 'node:util';
import { cellNotText, cellTooLong, rowsChanged } from '../databases/database-errors.ts';
import { unsupportedType } from '../errors.ts';
import { appendByte, appendBytes, appendText, type GrowingBytes, growingBytes } from '../growing-bytes.ts';
import { type Batch, batchRows, type NumberCells, type TextCells } from '../source.ts';
import type { SqliteColumn } from './sqlite-column.ts';
import { quoteSqlite } from './sqlite-connection.ts';
import type { SqliteRows } from './sqlite-rows.ts';

/** Bytes of texts, and numbers, after which a batch ends. */
const BATCH_BYTES = 1 << 23;
const BATCH_CELLS = 1 << 20;
/** The longest text or blob that is read, in bytes. */
const CELL_LIMIT = 1 << 26;
const COMMA = 0x2c;
const MINUS = 0x2d;

/** What a pass over the rows needs to know. */
export interface SqlitePass {
  readonly db: DatabaseSync;
  readonly path: string;
  readonly rows: SqliteRows;
  readonly columns: readonly SqliteColumn[];
  /** The decoder of texts in a database whose texts are UTF-16; `null` = UTF-8. */
  readonly utf16: TextDecoder | null;
}

interface Filling {
  readonly cells: readonly (TextCells | NumberCells)[];
  readonly text: GrowingBytes;
  /** Rows filled so far, and rows of the batches before. */
  row: number;
  readonly before: number;
}

/**
 * Reads the rows. All texts of a row come as one blob with their lengths before it: an object per cell would cost more than all
 * the rest. The last text has no length of its own (a statement has at most 2,000 results) but a sign before it: `+`, or `-`
 * for missing.
 */
export async function* sqliteBatches(pass: SqlitePass, signal?: AbortSignal): AsyncGenerator<Batch> {
  const { db, rows, columns } = pass;
  const texts = columns.flatMap(({ reading }, i) => (reading === 'text' ? [i] : []));
  const direct = columns.flatMap(({ reading }, i) => (reading === 'text' ? [] : [i]));
  const statement = db.prepare(`SELECT ${resultsOf(columns).join(', ')} FROM ${rows.from}${rows.order}`);
  statement.setReturnArrays(true);
  const capacity = Math.max(1, Math.min(batchRows, Math.floor(BATCH_CELLS / columns.length)));
  let filling = startFilling(columns, capacity, 0);
  for (const row of statement.iterate() as Iterable<unknown> as Iterable<readonly unknown[]>) {
    for (let i = 0; i < direct.length; i++) fillCell(pass, filling, direct[i], row[i]);
    if (texts.length > 0) fillTexts(pass, filling, texts, row, direct.length);
    filling.row++;
    if (filling.row < capacity && filling.text.used < BATCH_BYTES) continue;
    signal?.throwIfAborted();
    yield endFilling(pass, filling);
    filling = startFilling(columns, capacity, filling.before + filling.row);
    await setImmediate();
  }
  signal?.throwIfAborted();
  if (filling.row > 0) yield endFilling(pass, filling);
}

function resultsOf(columns: readonly SqliteColumn[]): string[] {
  const direct: string[] = [];
  const texts: string[] = [];
  for (const { source, reading } of columns) {
    const c = quoteSqlite(source.name);
    if (reading === 'text') texts.push(c);
    else if (reading !== 'mixed') direct.push(`+${c}`);
    else
      direct.push(
        `CASE typeof(${c}) WHEN 'text' THEN CAST(${c} AS BLOB) WHEN 'integer' THEN CAST(${c} AS TEXT) ELSE ${c} END`,
      );
  }
  const last = texts.pop();
  if (last === undefined) return direct;
  const pieces = [...texts.map((c) => `coalesce(${c}, '')`), `coalesce('+' || ${last}, '-')`];
  return [...direct, ...texts.map((c) => `octet_length(${c})`), `CAST(${joined(pieces)} AS BLOB)`];
}

/** A balanced tree of `||`, because SQLite limits how deep an expression may be. */
function joined(pieces: readonly string[]): string {
  if (pieces.length === 1) return pieces[0];
  const half = pieces.length >> 1;
  return `(${joined(pieces.slice(0, half))} || ',' || ${joined(pieces.slice(half))})`;
}

function startFilling(columns: readonly SqliteColumn[], capacity: number, before: number): Filling {
  const bytes = new Uint8Array(0);
  const cells = columns.map(({ reading }): TextCells | NumberCells =>
    reading === 'number'
      ? { storage: 'numbers', values: new Float64Array(capacity) }
      : { storage: 'cells', bytes, starts: new Int32Array(capacity), ends: new Int32Array(capacity) },
  );
  return { cells, text: growingBytes(1 << 16), row: 0, before };
}

function fillCell(pass: SqlitePass, filling: Filling, column: number, value: unknown): void {
  const { row, text } = filling;
  const cells = filling.cells[column];
  if (cells.storage === 'numbers') {
    if (value !== null && typeof value !== 'number') throw rowsChanged(pass.path);
    cells.values[row] = value !== null && Number.isFinite(value) ? value : Number.NaN;
    return;
  }
  cells.starts[row] = value === null ? -1 : text.used;
  if (value instanceof Uint8Array) fillBytes(pass, filling, column, value);
  else if (value !== null) appendText(text, textOf(value, pass.columns[column].reading === 'boolean'));
  cells.ends[row] = text.used;
  appendByte(text, COMMA);
}

function fillBytes(
  { path, columns, utf16 }: SqlitePass,
  { text, before, row }: Filling,
  column: number,
  value: Uint8Array,
): void {
  const { name } = columns[column].source;
  if (value.length > CELL_LIMIT) throw cellTooLong(path, name, before + row + 1, CELL_LIMIT);
  try {
    if (utf16 === null) appendBytes(text, value);
    else appendText(text, utf16.decode(value));
  } catch {
    throw cellNotText(path, name, before + row + 1);
  }
}

/** A number in the shortest way that reads back the same, a fraction always with a point or an exponent. */
function textOf(value: unknown, boolean: boolean): string {
  if (boolean) return value === 1 ? 'true' : 'false';
  const text = String(value);
  return typeof value === 'number' && Number.isInteger(value) && !text.includes('e') ? `${text}.0` : text;
}

function fillTexts(
  pass: SqlitePass,
  filling: Filling,
  texts: readonly number[],
  row: readonly unknown[],
  at: number,
): void {
  const { text } = filling;
  const bytes = row[at + texts.length - 1];
  if (!(bytes instanceof Uint8Array)) throw rowsChanged(pass.path);
  let start = text.used;
  const end = start + bytes.length;
  appendBytes(text, bytes);
  appendByte(text, COMMA);
  for (let i = 0; i < texts.length; i++) {
    const cells = filling.cells[texts[i]] as TextCells;
    const last = i === texts.length - 1;
    const missing = last ? text.bytes[start] === MINUS : row[at + i] === null;
    if (last) start++;
    const length = last ? end - start : Number(row[at + i]);
    if (length > CELL_LIMIT) {
      throw cellTooLong(pass.path, pass.columns[texts[i]].source.name, filling.before + filling.row + 1, CELL_LIMIT);
    }
    cells.starts[filling.row] = missing ? -1 : start;
    start += length;
    cells.ends[filling.row] = start;
    start++;
  }
}

/** Every cell ends with a comma in the buffer, so that the buffer is UTF-8 only when every cell is. */
function endFilling(pass: SqlitePass, { cells, text, row, before }: Filling): Batch {
  const bytes = text.bytes.subarray(0, text.used);
  const columns = cells.map((column): TextCells | NumberCells =>
    column.storage === 'numbers'
      ? { storage: 'numbers', values: column.values.subarray(0, row) }
      : { storage: 'cells', bytes, starts: column.starts.subarray(0, row), ends: column.ends.subarray(0, row) },
  );
  if (!isUtf8(bytes)) throw notText(pass, columns, row, before);
  return { rows: row, columns };
}

function notText(
  { path, columns }: SqlitePass,
  cells: readonly (TextCells | NumberCells)[],
  rows: number,
  before: number,
): Error {
  for (let row = 0; row < rows; row++) {
    for (const [i, column] of cells.entries()) {
      if (column.storage === 'numbers' || column.starts[row] < 0) continue;
      if (isUtf8(column.bytes.subarray(column.starts[row], column.ends[row]))) continue;
      const { name, note } = columns[i].source;
      return note?.startsWith('binary')
        ? unsupportedType(path, name, 'binary')
        : cellNotText(path, name, before + row + 1);
    }
  }
  return rowsChanged(path);
}
