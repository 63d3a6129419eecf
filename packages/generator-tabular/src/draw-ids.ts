import { type Context, columnKinds, type Table, type TextColumn } from '@verisim/core';
import { type IdPattern, idAt, idCapacity, learnIdPattern } from './id-pattern.ts';

/** Rows that a block holds at most, and the unit that identifiers of a block start from. */
export const BLOCK_ROWS = 65_536;

/** A column of identifiers by its position in the table. */
export interface IdColumn {
  readonly column: number;
  readonly pattern: IdPattern;
}

/** The patterns of a table's identifier columns. */
export function learnIds(data: Table): readonly IdColumn[] {
  return data.spec.columns.flatMap((spec, column): readonly IdColumn[] => {
    const cells = data.columns[column];
    if (!columnKinds[spec.kind].identifies || cells.storage !== 'text') return [];
    return [{ column, pattern: learnIdPattern(cells.values) }];
  });
}

/**
 * The same table with its identifier columns filled: row r of block b has counter `b * 65536 + r`, so identifiers are unique over all
 * blocks. Comes last, so that rows thrown away use none up. Notes `ids-beyond-pattern` when a pattern has no room left.
 */
export function fillIds(table: Table, ids: readonly IdColumn[], block: number, ctx: Context): Table {
  const columns = table.columns.slice();
  for (const { column, pattern } of ids) {
    const { name } = table.spec.columns[column];
    if (block * BLOCK_ROWS + table.rows > idCapacity(pattern)) {
      ctx.note('ids-beyond-pattern', { column: name, room: Math.max(0, idCapacity(pattern)) });
    }
    columns[column] = drawIds(pattern, name, block * BLOCK_ROWS, table.rows, ctx);
  }
  return { ...table, columns };
}

function drawIds(pattern: IdPattern, name: string, first: number, rows: number, ctx: Context): TextColumn {
  const random = ctx.random.fork(`id:${name}`);
  const values = Array.from({ length: rows }, (_, row) =>
    pattern.missing > 0 && random.next() < pattern.missing ? null : idAt(pattern, first + row),
  );
  return { storage: 'text', values };
}
