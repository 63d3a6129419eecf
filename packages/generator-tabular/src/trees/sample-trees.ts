import {
  type BlockRequest,
  type Column,
  type ColumnSpec,
  type Context,
  createTable,
  type Random,
  type Table,
} from '@verisim/core';
import { groupRows, type RowGroups, rowNumbers, type Tree } from '@verisim/decision-trees';
import { drawCodes } from '../draw-codes.ts';
import { fillIds } from '../draw-ids.ts';
import { levelCells } from '../smooth-values.ts';
import { binRows, type CodeBins } from './bin-codes.ts';
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

/** Arrays that the columns of a block use one after the other: what is allocated anew for each is collected again at a cost. */
export interface DrawRoom {
  /** The rows of a block by leaf. */
  readonly grouped: Int32Array;
  /** 0, 1, 2 ... as many as training rows. */
  readonly places: Int32Array;
  /** One code per row. */
  readonly codes: Int32Array;
}

/** Blocks of a model are drawn one after the other, and none leaves anything in the room that the next would read. */
const rooms = new WeakMap<TreeModel, DrawRoom>();

function roomFor(model: TreeModel, rows: number): DrawRoom {
  const held = rooms.get(model);
  if (held && held.codes.length === rows) return held;
  const places = rowNumbers(model.columns.reduce((most, { codes }) => Math.max(most, codes.length), 0));
  const room = { grouped: new Int32Array(rows), places, codes: new Int32Array(rows) };
  rooms.set(model, room);
  return room;
}

/** Rows with modelled columns drawn and text columns missing. */
export function drawTable(model: TreeModel, rows: number, ctx: Context, begun?: BegunRows): Table {
  const modelled = new Map<number, Column>(begun?.columns.map((cells, place) => [model.columns[place].column, cells]));
  const binned: Uint8Array[] = [...(begun?.bins ?? [])];
  const room = roomFor(model, rows);
  for (const column of model.columns.slice(binned.length)) {
    ctx.signal.throwIfAborted();
    const spec = model.schema.columns[column.column];
    const random = ctx.random.fork(`column:${spec.name}`);
    const inputs = Array.from(column.parents, (parent) => binned[parent]);
    const groups = groupRows(column.tree, inputs, rows, room.grouped);
    const { cells, bins } = drawColumn(column, column.bins, groups, spec, random, room);
    binned.push(bins);
    modelled.set(column.column, cells);
  }
  return createTable(
    model.schema.columns,
    model.schema.columns.map((_, i) => modelled.get(i) ?? missingText(rows)),
  );
}

/** The cells of one column, and the bin of the training value that each is or is nearest to. */
export function drawColumn(
  {
    tree,
    codes: pool,
    decoder,
    windows,
  }: Pick<TreeColumn, 'codes' | 'decoder' | 'windows'> & { readonly tree: Leaves },
  bins: CodeBins,
  groups: RowGroups,
  spec: ColumnSpec,
  random: Random,
  room?: DrawRoom,
): { readonly cells: Column; readonly bins: Uint8Array } {
  if (windows === null) {
    const codes = drawCodes({ ...tree, codes: pool }, groups, random);
    const binned = binRows(bins, codes);
    return { cells: levelCells(codes, spec), bins: binned };
  }
  const places = room?.places.subarray(0, pool.length);
  const { values, codes } = drawLeafNumbers(tree, pool, groups, decoder, windows, random, places, room?.codes);
  return { cells: { storage: 'numeric', values }, bins: binRows(bins, codes) };
}

type Leaves = Pick<Tree, 'feature' | 'start' | 'end'>;

/** A text column without a value. */
export function missingText(rows: number): Column {
  return { storage: 'text', values: new Array<string | null>(rows).fill(null) };
}
