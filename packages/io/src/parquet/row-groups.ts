import type { Column, Table } from '@verisim/core';
import { type GrowingBytes, growingBytes } from '../growing-bytes.ts';
import { appendTexts, clearTextChunk, createTextChunk, endTextPage, type TextChunk } from './text-chunk.ts';

/** Rows of a table that belong to a row group. */
export interface RowGroupPart {
  /** The columns; `null` for texts, which are in {@link RowGroup.texts}. */
  readonly columns: readonly (Exclude<Column, { storage: 'text' }> | null)[];
  readonly from: number;
  readonly to: number;
}

/** Some rows that are written together. */
export interface RowGroup {
  readonly rows: number;
  /** The number of its first row in the file, from 0. */
  readonly first: number;
  readonly parts: readonly RowGroupPart[];
  /** The texts of a column as pages; `null` for the others. They hold until the next row group is asked for. */
  readonly texts: readonly (TextChunk | null)[];
}

/** The most rows of a row group: enough for a reader to work on, few enough to hold. */
export const rowGroupRows = 131_072;

/** Characters of texts after which a row group ends with a block before it is full. */
const TEXT = 1 << 23;

/** Tables one below the other as row groups, which do not depend on where one table ends but for very long texts. */
export async function* rowGroups(blocks: AsyncIterable<Table>): AsyncGenerator<RowGroup> {
  const body = growingBytes(1 << 16);
  let texts: readonly (TextChunk | null)[] | null = null;
  let parts: RowGroupPart[] = [];
  let rows = 0;
  let first = 0;
  let characters = 0;
  const take = (): RowGroup => {
    for (const chunk of texts!) if (chunk !== null) endTextPage(chunk, body);
    const group = { rows, first, parts, texts: texts! };
    first += rows;
    [parts, rows, characters] = [[], 0, 0];
    return group;
  };
  for await (const table of blocks) {
    texts ??= table.columns.map(({ storage }) => (storage === 'text' ? createTextChunk() : null));
    for (let from = 0; from < table.rows; ) {
      if (rows === 0) for (const chunk of texts) if (chunk !== null) clearTextChunk(chunk);
      const to = Math.min(table.rows, from + rowGroupRows - rows);
      parts.push(takePart(table, from, to, texts, body));
      rows += to - from;
      from = to;
      if (rows === rowGroupRows) yield take();
    }
    if (parts.length > 0) characters += charactersIn(table);
    if (characters > TEXT) yield take();
  }
  if (rows > 0) yield take();
}

/** Rows of a table, whose texts go into pages. */
function takePart(
  { columns }: Table,
  from: number,
  to: number,
  texts: readonly (TextChunk | null)[],
  body: GrowingBytes,
): RowGroupPart {
  const kept = columns.map((column, i) => {
    if (column.storage !== 'text') return column;
    appendTexts(texts[i]!, column.values, from, to, body);
    return null;
  });
  return { columns: kept, from, to };
}

function charactersIn({ columns }: Table): number {
  let sum = 0;
  for (const column of columns) {
    if (column.storage !== 'text') continue;
    for (const value of column.values) sum += value?.length ?? 0;
  }
  return sum;
}
