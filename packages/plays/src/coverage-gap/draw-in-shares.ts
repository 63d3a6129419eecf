import { type CodedColumn, type Context, columnOf, concatTables, forkContext, type Table } from '@verisim/core';
import type { RowSource } from '../draw/block-checks.ts';
import { drawChecked } from '../draw/draw-checked.ts';

/**
 * As many rows of each class as `table` has: what a generator that learns from no rows is judged by, for it knows nothing of how frequent classes
 * are. Classes that it does not make are left out.
 */
export async function drawInShares(source: RowSource, table: Table, target: string, ctx: Context): Promise<Table> {
  const { codes, levels } = columnOf(table, target) as CodedColumn;
  const counts = new Int32Array(levels.length);
  for (const code of codes) if (code >= 0) counts[code]++;
  const made = source.model.schema.columns.find(({ name }) => name === target)?.levels;
  const parts: Table[] = [];
  for (const [code, rows] of counts.entries()) {
    const level = levels[code];
    if (rows === 0 || (made && !made.includes(level))) continue;
    const where = [{ column: target, in: [level] }];
    const drawn = await drawChecked(source, { rows, where }, forkContext(ctx, `class:${level}`));
    parts.push(drawn.tracked.table);
  }
  return concatTables(parts);
}
