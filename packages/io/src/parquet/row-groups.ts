import type { Table } from '@verisim/core';

/** Rows of a table that belong to a row group. */
export interface RowGroupPart {
  readonly table: Table;
  readonly from: number;
  readonly to: number;
}

/** Some rows that are written together. */
export interface RowGroup {
  readonly rows: number;
  /** The number of its first row in the file, from 0. */
  readonly first: number;
  readonly parts: readonly RowGroupPart[];
}

/** The most rows of a row group: enough for a reader to work on, few enough to hold. */
export const rowGroupRows = 131_072;

/** Characters of texts after which a row group ends with a block before it is full. */
const TEXT = 1 << 23;

/** Tables one below the other as row groups, which do not depend on where one table ends but for very long texts. */
export async function* rowGroups(blocks: AsyncIterable<Table>): AsyncGenerator<RowGroup> {
  let parts: RowGroupPart[] = [];
  let rows = 0;
  let first = 0;
  let characters = 0;
  const take = (): RowGroup => {
    const group = { rows, first, parts };
    first += rows;
    [parts, rows, characters] = [[], 0, 0];
    return group;
  };
  for await (const table of blocks) {
    for (let from = 0; from < table.rows; ) {
      const to = Math.min(table.rows, from + rowGroupRows - rows);
      parts.push({ table, from, to });
      rows += to - from;
      from = to;
      if (rows === rowGroupRows) yield take();
    }
    if (parts.length > 0) characters += charactersIn(table);
    if (characters > TEXT) yield take();
  }
  if (rows > 0) yield take();
}

function charactersIn({ columns }: Table): number {
  let sum = 0;
  for (const column of columns) {
    if (column.storage !== 'text') continue;
    for (const value of column.values) sum += value?.length ?? 0;
  }
  return sum;
}
