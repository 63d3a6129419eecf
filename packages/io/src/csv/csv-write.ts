import { open } from 'node:fs/promises';
import type { Column, ColumnSpec, Table } from '@verisim/core';
import { noColumns } from '../errors.ts';
import { instantPrinter } from '../instant-printer.ts';
import { printNumber } from '../print-cells.ts';
import { writeAtomically } from '../write-atomically.ts';

type PrintCell = (row: number) => string;

/** Rows that are put together before they are written. */
const ROWS = 4096;

/** Writes tables to a CSV file with a header, LF line ends and commas; tabs when it is named `.tsv`. See `writeTable`. */
export async function writeCsv(
  path: string,
  blocks: AsyncIterable<Table>,
  { signal }: { readonly signal?: AbortSignal },
): Promise<void> {
  const delimiter = /\.tsv$/i.test(path) ? '\t' : ',';
  const quote = quoting(delimiter);
  await writeAtomically(path, [], signal, async (temporary) => {
    const file = await open(temporary, 'w', 0o666);
    try {
      let first = true;
      for await (const block of blocks) {
        if (first) await file.write(`${block.spec.columns.map(({ name }) => headerField(name)).join(delimiter)}\n`);
        first = false;
        const cells = block.columns.map((column, i) => cellPrinter(block.spec.columns[i], column, quote));
        for (let from = 0; from < block.rows; from += ROWS) {
          signal?.throwIfAborted();
          await file.write(rowsOf(cells, from, Math.min(block.rows, from + ROWS), delimiter));
        }
      }
      if (first) throw noColumns(path);
    } finally {
      await file.close();
    }
  });
}

function rowsOf(cells: readonly PrintCell[], from: number, to: number, delimiter: string): string {
  let text = '';
  for (let row = from; row < to; row++) {
    text += cells[0](row);
    for (let i = 1; i < cells.length; i++) text += delimiter + cells[i](row);
    text += '\n';
  }
  return text;
}

function headerField(name: string): string {
  return /[",;|\t\r\n\ufeff]|^\s|\s$/.test(name) ? `"${name.replaceAll('"', '""')}"` : name;
}

/** A text as a field: in quotes when it is empty (an empty field is missing) or holds a sign of the format. */
function quoting(delimiter: string): (text: string) => string {
  const signs = new RegExp(`["\\r\\n\\ufeff${delimiter}]|^$`);
  return (text) => (signs.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
}

function cellPrinter(spec: ColumnSpec, column: Column, quote: (text: string) => string): PrintCell {
  if (column.storage === 'coded') {
    const levels = column.levels.map(quote);
    return (row) => (column.codes[row] < 0 ? '' : levels[column.codes[row]]);
  }
  if (column.storage === 'text') {
    return (row) => {
      const value = column.values[row];
      return value === null ? '' : quote(value);
    };
  }
  const { values } = column;
  const instants = spec.kind === 'datetime';
  const print = instants ? instantPrinter(spec) : null;
  return (row) => {
    const value = values[row];
    if (Number.isNaN(value)) return '';
    return print === null ? printNumber(value) : quote(print(value, row));
  };
}
