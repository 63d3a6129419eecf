import { type FileHandle, open } from 'node:fs/promises';
import type { Column, ColumnSpec, Table } from '@verisim/core';
import type { Data, DataType, Field, RecordBatchFileWriter, Schema, Vector } from 'apache-arrow';
import { noColumns } from '../errors.ts';
import { textCells } from '../text-cells.ts';
import { writeAtomically } from '../write-atomically.ts';
import { levelsDiffer } from './arrow-errors.ts';
import { specKey, specText } from './arrow-spec.ts';

type Arrow = typeof import('apache-arrow');

/** One file that is being written. */
interface ArrowWriting {
  readonly arrow: Arrow;
  readonly path: string;
  readonly schema: Schema;
  readonly writer: RecordBatchFileWriter;
  /** What the writer made and is not in the file yet. */
  readonly pieces: Uint8Array[];
  /** Per column with a dictionary: its levels so far, and the dictionary, which only grows. */
  readonly levels: readonly (Map<string, number> | null)[];
  readonly dictionaries: (Vector | null)[];
}

/** The most rows, and about the most bytes of one column's texts, in a record batch. */
const ROWS = 65_536;
const TEXT_BYTES = 1 << 26;

/**
 * Writes tables to an Arrow file (Feather 2), not compressed. Numbers are Float64, integers Int64, instants
 * Timestamp(ms, zone), coded columns dictionaries of texts, booleans of `true` and `false` Bool, texts Utf8. Each field's
 * metadata `verisim` holds its declaration as JSON, so that the file alone gives the same columns again.
 */
export async function writeArrow(path: string, blocks: AsyncIterable<Table>, signal?: AbortSignal): Promise<void> {
  const arrow = await import('apache-arrow');
  await writeAtomically(path, [], signal, async (temporary) => {
    const file = await open(temporary, 'w', 0o666);
    try {
      let writing: ArrowWriting | null = null;
      for await (const block of blocks) {
        writing ??= startWriting(arrow, path, block);
        await writeBlock(file, writing, block, signal);
      }
      if (writing === null) throw noColumns(path);
      writing.writer.finish();
      await flush(file, writing.pieces);
    } finally {
      await file.close();
    }
  });
}

function startWriting(arrow: Arrow, path: string, { spec, columns }: Table): ArrowWriting {
  const fields = columns.map((column, i) => fieldOf(arrow, spec.columns[i], column, i));
  const pieces: Uint8Array[] = [];
  const sink = Object.assign(new arrow.AsyncByteQueue(), {
    // The queue would keep everything: what is written must leave at once. The library uses its buffers again.
    write: (bytes: Uint8Array) => {
      pieces.push(new Uint8Array(bytes));
    },
  });
  const writer = new arrow.RecordBatchFileWriter();
  const schema = new arrow.Schema(fields);
  writer.reset(sink, schema);
  const levels = fields.map(({ type }) => (arrow.DataType.isDictionary(type) ? new Map<string, number>() : null));
  return { ...{ arrow, path, schema, writer, pieces, levels }, dictionaries: fields.map(() => null) };
}

function fieldOf(arrow: Arrow, spec: ColumnSpec, column: Column, i: number): Field {
  const type = typeOf(arrow, spec, column, i);
  const metadata = new Map([[specKey, specText(spec, arrow.DataType.isBool(type))]]);
  return new arrow.Field(spec.name, type, true, metadata);
}

function typeOf(arrow: Arrow, spec: ColumnSpec, column: Column, i: number): DataType {
  if (column.storage === 'text') return new arrow.Utf8();
  if (column.storage === 'coded') {
    const boolean = spec.kind === 'boolean' && column.levels.every((level) => level === 'true' || level === 'false');
    // A number of its own for each dictionary: the library counts them through the whole process.
    return boolean ? new arrow.Bool() : new arrow.Dictionary(new arrow.Utf8(), new arrow.Int32(), i);
  }
  if (spec.kind === 'datetime') return new arrow.TimestampMillisecond(spec.zone === 'Z' ? 'UTC' : spec.zone);
  return spec.kind === 'integer' ? new arrow.Int64() : new arrow.Float64();
}

async function writeBlock(file: FileHandle, writing: ArrowWriting, block: Table, signal?: AbortSignal): Promise<void> {
  const { arrow, schema, writer } = writing;
  block.columns.forEach((column, i) => {
    growDictionary(writing, block.spec.columns[i], column, i);
  });
  for (let from = 0; from < block.rows; ) {
    signal?.throwIfAborted();
    const to = from + rowsTogether(block.columns, from, Math.min(ROWS, block.rows - from));
    const children = block.columns.map((column, i) => dataOf(writing, column, i, from, to));
    const struct = arrow.makeData({ type: new arrow.Struct(schema.fields), length: to - from, nullCount: 0, children });
    writer.write(new arrow.RecordBatch(schema, struct));
    await flush(file, writing.pieces);
    from = to;
  }
}

async function flush(file: FileHandle, pieces: Uint8Array[]): Promise<void> {
  if (pieces.length > 0) await file.writev(pieces.splice(0));
}

/** How many rows have texts that fit one record batch, 1 at the least. */
function rowsTogether(columns: readonly Column[], from: number, most: number): number {
  let rows = most;
  for (const column of columns) {
    if (column.storage !== 'text') continue;
    let bytes = 0;
    for (let i = 0; i < rows; i++) {
      bytes += 3 * (column.values[from + i]?.length ?? 0);
      if (bytes > TEXT_BYTES && i > 0) rows = i;
    }
  }
  return rows;
}

/** Takes levels that are new into a column's dictionary, as a part of its own behind the others. */
function growDictionary(
  { arrow, path, levels, dictionaries }: ArrowWriting,
  spec: ColumnSpec,
  column: Column,
  i: number,
): void {
  if (column.storage !== 'coded') return;
  const known = levels[i];
  if (known === null) {
    if (!column.levels.every((level) => level === 'true' || level === 'false')) throw levelsDiffer(path, spec.name);
    return;
  }
  const fresh = column.levels.filter((level) => !known.has(level));
  for (const level of fresh) known.set(level, known.size);
  const before = dictionaries[i];
  if (before !== null && fresh.length === 0) return;
  const part = textData(arrow, fresh);
  dictionaries[i] = new arrow.Vector(before === null ? [part] : [...before.data, part]);
}

function dataOf(
  { arrow, schema, levels, dictionaries }: ArrowWriting,
  column: Column,
  i: number,
  from: number,
  to: number,
): Data {
  const { type } = schema.fields[i];
  if (column.storage === 'text') return textData(arrow, column.values.slice(from, to));
  const length = to - from;
  if (column.storage === 'coded') {
    const codes = column.codes.subarray(from, to);
    const place = column.levels.map((level) => levels[i]?.get(level) ?? Number(level === 'true'));
    const nulls = nullsOf(length, (row) => codes[row] < 0);
    const mapped = codes.map((code) => (code < 0 ? 0 : place[code]));
    if (levels[i] === null)
      return arrow.makeData({ type, length, ...nulls, data: bitsOf(length, (row) => mapped[row] === 1) });
    return arrow.makeData({ type, length, ...nulls, data: mapped, dictionary: dictionaries[i]! });
  }
  const values = column.values.subarray(from, to);
  const nulls = nullsOf(length, (row) => Number.isNaN(values[row]));
  const present = (value: number) => (Number.isNaN(value) ? 0 : value);
  if (arrow.DataType.isFloat(type)) return arrow.makeData({ type, length, ...nulls, data: values.map(present) });
  return arrow.makeData({
    type,
    length,
    ...nulls,
    data: BigInt64Array.from(values, (value) => BigInt(present(value))),
  });
}

function textData(arrow: Arrow, values: readonly (string | null)[]): Data {
  const { bytes, ends } = textCells(values);
  const valueOffsets = new Int32Array(values.length + 1);
  valueOffsets.set(ends, 1);
  const nulls = nullsOf(values.length, (row) => values[row] === null);
  return arrow.makeData({ type: new arrow.Utf8(), length: values.length, ...nulls, valueOffsets, data: bytes });
}

function nullsOf(
  length: number,
  isNull: (row: number) => boolean,
): { nullCount: number; nullBitmap: Uint8Array | undefined } {
  let nullCount = 0;
  const nullBitmap = bitsOf(length, (row) => {
    const missing = isNull(row);
    if (missing) nullCount++;
    return !missing;
  });
  return { nullCount, nullBitmap: nullCount > 0 ? nullBitmap : undefined };
}

/** Bits, least significant first. */
function bitsOf(length: number, isSet: (row: number) => boolean): Uint8Array {
  const bits = new Uint8Array(Math.ceil(length / 8));
  for (let row = 0; row < length; row++) if (isSet(row)) bits[row >> 3] |= 1 << (row & 7);
  return bits;
}
