import { type Context, randomFromKey, type Table } from '@verisim/core';
import { fitTreeColumn, fitTrees, joinTrees, type PreparedTrees, prepareTrees } from './fit-trees.ts';
import type { TreeColumn, TreeModel } from './tree-model.ts';
import type { TreesOptions } from './trees-options.ts';

/** A prepared table as it is sent to another thread: its schema instead of its rows, and the key of its random stream. */
interface SharedTrees extends Omit<PreparedTrees, 'data' | 'random'> {
  readonly spec: Table['spec'];
  readonly key: Uint8Array;
}

/** The model of `fitTrees`; where the context has threads, each column's tree is a part of its own. */
export async function fitSharedTrees(data: Table, options: TreesOptions, ctx: Context): Promise<TreeModel> {
  if (!ctx.fitParts) return fitTrees(data, options, ctx);
  const prepared = await prepareTrees(data, options, ctx);
  const { data: rows, random, ...rest } = prepared;
  const shared: SharedTrees = { ...rest, spec: rows.spec, key: random.key };
  return joinTrees(prepared, (await ctx.fitParts(shared, prepared.order.length)) as readonly TreeColumn[]);
}

/** The tree of one column of a {@link SharedTrees}. */
export function fitTreePart(shared: unknown, place: number): TreeColumn {
  const { spec, key, ...rest } = shared as SharedTrees;
  const data: Table = { spec, rows: rest.values[0].codes.length, columns: [] };
  return fitTreeColumn({ ...rest, data, random: randomFromKey(key) }, place);
}
