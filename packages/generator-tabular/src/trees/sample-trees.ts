import {
  type BlockRequest,
  type Column,
  type ColumnSpec,
  type Context,
  createTable,
  type Random,
  type Table,
} from '@verisim/core';
import { groupRows, type RowGroups, type Tree } from '@verisim/decision-trees';
import { drawCodes } from '../draw-codes.ts';
import { fillIds } from '../draw-ids.ts';
import { decodeValues } from '../smooth-values.ts';
import { binRows } from './bin-codes.ts';
import { drawLeafNumbers } from './draw-leaf-numbers.ts';
import type { TreeColumn, TreeModel } from './tree-model.ts';

/** One block without conditions. */
export function sampleTrees(model: TreeModel, request: BlockRequest, ctx: Context): Table {
  return fillIds(drawTable(model, request.rows, ctx), model.ids, request.block, ctx);
}

/** The first columns in the order of sampling, already drawn, and what later trees see of them. */
export interface BegunRows {
  readonly columns: readonly Column[];
  readonly bins: readonly Uint8Array[];
}

/** Rows with modelled columns drawn and text columns missing. */
export function drawTable(model: TreeModel, rows: number, ctx: Context, begun?: BegunRows): Table {
  const modelled = new Map<number, Column>(begun?.columns.map((cells, place) => [model.columns[place].column, cells]));
  const binned: Uint8Array[] = [...(begun?.bins ?? [])];
  for (const column of model.columns.slice(binned.length)) {
    ctx.signal.throwIfAborted();
    const spec = model.schema.columns[column.column];
    const random = ctx.random.fork(`column:${spec.name}`);
    const inputs = Array.from(column.parents, (parent) => binned[parent]);
    const { cells, codes } = drawColumn(column, groupRows(column.tree, inputs, rows), spec, random);
    binned.push(binRows(column.bins, codes));
    modelled.set(column.column, cells);
  }
  return createTable(
    model.schema.columns,
    model.schema.columns.map((_, i) => modelled.get(i) ?? missingText(rows)),
  );
}

/** The cells of one column, and the code of the training value that each is or is nearest to. */
export function drawColumn(
  {
    tree,
    codes: pool,
    decoder,
    windows,
  }: Pick<TreeColumn, 'codes' | 'decoder' | 'windows'> & { readonly tree: Leaves },
  groups: RowGroups,
  spec: ColumnSpec,
  random: Random,
): { readonly cells: Column; readonly codes: Int32Array } {
  if (windows === null) {
    const codes = drawCodes({ ...tree, codes: pool }, groups, random);
    return { cells: decodeValues(decoder, codes, spec, random), codes };
  }
  const { values, codes } = drawLeafNumbers(tree, pool, groups, decoder, windows, random);
  return { cells: { storage: 'numeric', values }, codes };
}

type Leaves = Pick<Tree, 'feature' | 'start' | 'end'>;

/** A text column without a value. */
export function missingText(rows: number): Column {
  return { storage: 'text', values: new Array<string | null>(rows).fill(null) };
}
