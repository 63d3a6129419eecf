import { type FileHandle, open } from 'node:fs/promises';
import type { Table } from '@verisim/core';
import { noColumns } from '../errors.ts';
import { type GrowingBytes, growingBytes, reserve } from '../growing-bytes.ts';
import { littleEndian, overshoot } from '../word-texts.ts';
import { writeAll } from '../write-all.ts';
import { writeAtomically } from '../write-atomically.ts';
import { csvCells } from './csv-cells.ts';

/** Cells, and rows, that are put together before they are written. */
const CELLS = 1 << 15;
const ROWS = 1 << 11;

const LF = 0x0a;

/** Writes tables to a CSV file with a header, LF line ends and commas; tabs when it is named `.tsv`. See `writeTable`. */
export async function writeCsv(
  path: string,
  blocks: AsyncIterable<Table>,
  { signal }: { readonly signal?: AbortSignal },
): Promise<void> {
  const delimiter = /\.tsv$/i.test(path) ? '\t' : ',';
  await writeAtomically(path, [], signal, async (temporary) => {
    const file = await open(temporary, 'w', 0o666);
    try {
      const out = growingBytes(1 << 19);
      let first = true;
      for await (const block of blocks) {
        if (first) await file.write(`${block.spec.columns.map(({ name }) => headerField(name)).join(delimiter)}\n`);
        first = false;
        await writeBlock(file, out, block, delimiter, signal);
      }
      if (first) throw noColumns(path);
    } finally {
      await file.close();
    }
  });
}

async function writeBlock(
  file: FileHandle,
  out: GrowingBytes,
  { spec, columns, rows }: Table,
  delimiter: string,
  signal?: AbortSignal,
): Promise<void> {
  const cells = columns.map((column, i) => csvCells(spec.columns[i], column, delimiter));
  const batch = Math.max(1, Math.min(ROWS, Math.floor(CELLS / columns.length)));
  const spans = new Int32Array(2 * columns.length * batch);
  for (let row = 0; row < rows; row += batch) {
    signal?.throwIfAborted();
    const to = Math.min(rows, row + batch);
    const made = cells.map((column, i) => column.make(row, to, spans, 2 * i, 2 * cells.length));
    out.used = 0;
    reserve(out, made.reduce((sum, bytes) => sum + bytes, spans.length) + overshoot);
    const words = cells.map((column) => column.words());
    const end = weave(out.bytes, words, spans, to - row, delimiter.charCodeAt(0));
    await writeAll(file, out.bytes, end);
  }
}

/** Copies fields row by row, with a delimiter or the end of a line behind each. There is room for them. Returns the bytes that they take. */
function weave(
  bytes: Buffer,
  words: readonly Int32Array[],
  spans: Int32Array,
  rows: number,
  delimiter: number,
): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const columns = words.length;
  let at = 0;
  let span = 0;
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const source = words[column];
      let from = spans[span];
      const end = at + spans[span + 1];
      for (; at < end; at += 4) view.setInt32(at, source[from++], littleEndian);
      at = end;
      bytes[at++] = delimiter;
      span += 2;
    }
    bytes[at - 1] = LF;
  }
  return at;
}

function headerField(name: string): string {
  return /[",;|\t\r\n\ufeff]|^\s|\s$/.test(name) ? `"${name.replaceAll('"', '""')}"` : name;
}
