import { type FileHandle, open } from 'node:fs/promises';
import type { Column, ColumnSpec, Table } from '@verisim/core';
import { noColumns } from '../errors.ts';
import { instantPrinter } from '../instant-printer.ts';
import { printNumber } from '../print-cells.ts';
import { writeAtomically } from '../write-atomically.ts';

/** What stands around objects: before the first, between two, after the last; and all of a file without any. */
export interface JsonSeparators {
  readonly before: string;
  readonly between: string;
  readonly after: string;
  readonly none: string;
}

type PrintCell = (row: number) => string;

/** Characters that are put together before they are written. */
const PIECE = 1 << 20;

/**
 * Writes tables as JSON objects, every key in every object. Numbers in the shortest way that reads back the same, instants as
 * strings in their format, the boolean levels `true` and `false` as JSON's own, missing as `null`.
 */
export async function writeJson(
  path: string,
  blocks: AsyncIterable<Table>,
  separators: JsonSeparators,
  signal?: AbortSignal,
): Promise<void> {
  await writeAtomically(path, [], signal, async (temporary) => {
    const file = await open(temporary, 'w', 0o666);
    try {
      let rows = 0;
      let any = false;
      for await (const block of blocks) {
        any = true;
        await writeBlock(file, block, rows === 0 ? separators.before : separators.between, separators, signal);
        rows += block.rows;
      }
      if (!any) throw noColumns(path);
      await file.write(rows === 0 ? separators.none : separators.after);
    } finally {
      await file.close();
    }
  });
}

async function writeBlock(
  file: FileHandle,
  { spec, columns, rows }: Table,
  lead: string,
  { between }: JsonSeparators,
  signal?: AbortSignal,
): Promise<void> {
  const keys = spec.columns.map(({ name }, i) => `${i === 0 ? '{' : ','}${JSON.stringify(name)}:`);
  const cells = columns.map((column, i) => cellPrinter(spec.columns[i], column));
  let text = '';
  for (let row = 0; row < rows; row++) {
    text += row === 0 ? lead : between;
    for (let i = 0; i < cells.length; i++) {
      text += keys[i] + cells[i](row);
      if (text.length < PIECE) continue;
      signal?.throwIfAborted();
      await file.write(text);
      text = '';
    }
    text += '}';
  }
  signal?.throwIfAborted();
  if (text !== '') await file.write(text);
}

function cellPrinter(spec: ColumnSpec, column: Column): PrintCell {
  if (column.storage === 'coded') {
    const { codes } = column;
    const levels = column.levels.map((level) => printLevel(spec, level));
    return (row) => (codes[row] < 0 ? 'null' : levels[codes[row]]);
  }
  if (column.storage === 'text') {
    const { values } = column;
    return (row) => JSON.stringify(values[row]);
  }
  const { values } = column;
  if (spec.kind === 'datetime') {
    const print = instantPrinter(spec);
    return (row) => (Number.isNaN(values[row]) ? 'null' : JSON.stringify(print(values[row], row)));
  }
  return (row) => (Number.isNaN(values[row]) ? 'null' : printNumber(values[row]));
}

const printLevel = (spec: ColumnSpec, level: string): string =>
  spec.kind === 'boolean' && (level === 'true' || level === 'false') ? level : JSON.stringify(level);
