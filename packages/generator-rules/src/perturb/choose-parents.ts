import type { Random } from '@verisim/core';

/** How rows of the source become parents of a block's rows. */
export const ORDERS = ['shuffled', 'kept'] as const;
export type Order = (typeof ORDERS)[number];

/**
 * A source row for each row of a block. `shuffled`: each once before any comes again, within the block; `kept`: in their order from the block's place on, round and
 * round.
 */
export function chooseParents(
  order: Order,
  sourceRows: number,
  { block, rows, blockRows }: { readonly block: number; readonly rows: number; readonly blockRows: number },
  random: Random,
): Int32Array {
  const first = order === 'kept' ? (block * blockRows) % sourceRows : 0;
  const pool = Int32Array.from({ length: sourceRows }, (_, i) => (first + i) % sourceRows);
  const parents = new Int32Array(rows);
  for (let i = 0; i < rows; i++) {
    const at = i % sourceRows;
    const other = order === 'kept' ? at : random.int(at, sourceRows);
    parents[i] = pool[other];
    pool[other] = pool[at];
    pool[at] = parents[i];
  }
  return parents;
}
