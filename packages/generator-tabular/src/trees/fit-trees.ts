import { type Context, checkpoint, type Random, type Table } from '@verisim/core';
import { entropyTable, growTree } from '@verisim/decision-trees';
import { learnIds } from '../draw-ids.ts';
import { emptyTable } from '../errors.ts';
import { modelSchema, noteOmissions } from '../model-schema.ts';
import { refuseLarge, treesMemory } from '../predict-memory.ts';
import { createDecoder } from '../smooth-values.ts';
import { type CodedValues, codeValues } from '../value-table.ts';
import { type BinnedColumn, binCodes, binRows } from './bin-codes.ts';
import { columnOrder } from './column-order.ts';
import { codeWindows } from './draw-leaf-numbers.ts';
import { noteProtected, protectLevels, replaceProtected } from './protect-levels.ts';
import { screenParents, thin } from './screen-parents.ts';
import type { TreeColumn, TreeModel } from './tree-model.ts';
import { effectiveOptions, type TreesOptions } from './trees-options.ts';

/** A table made ready: what every column's tree is grown from. The trees do not depend on each other. */
export interface PreparedTrees {
  readonly data: Table;
  /** As given, and as they are in force. */
  readonly options: TreesOptions;
  readonly inForce: TreesOptions;
  /** Column positions in the order of sampling. */
  readonly order: readonly number[];
  /** In that order: values as codes, and the bins that later trees split on. */
  readonly values: readonly CodedValues[];
  readonly binned: readonly BinnedColumn[];
  readonly logarithms: Float64Array;
  readonly random: Random;
}

/**
 * Columns in a sequence, each by a tree on those before it. Notes `column-order`, `not-modelled`, `protected-levels`. Throws
 * `generator-tabular/empty-table`.
 */
export async function fitTrees(data: Table, options: TreesOptions, ctx: Context): Promise<TreeModel> {
  const prepared = await prepareTrees(data, options, ctx);
  const columns: TreeColumn[] = [];
  for (let place = 0; place < prepared.order.length; place++) {
    await checkpoint(ctx.signal);
    columns.push(fitTreeColumn(prepared, place));
    ctx.progress({ done: place + 1, total: prepared.order.length, note: 'columns' });
  }
  return joinTrees(prepared, columns);
}

/** Codes, order and bins. */
export async function prepareTrees(data: Table, options: TreesOptions, ctx: Context): Promise<PreparedTrees> {
  if (data.rows === 0) throw emptyTable('trees');
  refuseLarge('trees', data, treesMemory);
  const inForce = effectiveOptions(options, data.rows);
  const coded: (CodedValues | null)[] = [];
  for (const column of data.columns) {
    coded.push(protectLevels(codeValues(column), inForce.rare));
    if (coded.length % 64 === 0) await checkpoint(ctx.signal);
  }
  const order = columnOrder(data.spec.columns, coded);
  noteOmissions(data.spec, ctx);
  noteProtected(data.spec, coded, ctx);
  ctx.note(
    'column-order',
    order.map((column) => data.spec.columns[column].name),
  );
  const values = order.map((column) => coded[column] as CodedValues);
  const binned = values.map((column) => binColumn(column, FEATURE_BINS));
  const logarithms = entropyTable(data.rows);
  return { data, options, inForce, order, values, binned, logarithms, random: ctx.random };
}

/** The tree of one column, by its place in the order. */
export function fitTreeColumn(prepared: PreparedTrees, place: number): TreeColumn {
  const { order, values, binned, inForce, logarithms } = prepared;
  const column = order[place];
  const random = prepared.random.fork(`column:${prepared.data.spec.columns[column].name}`);
  const response = binColumn(values[place], ORDERING_BINS);
  const parents = screenParents(binned, place, response);
  const features = {
    columns: Array.from(parents, (parent) => binned[parent].codes),
    bins: Array.from(parents, (parent) => binned[parent].bins.bins),
    ordered: Array.from(parents, (parent) => binned[parent].bins.ordered),
  };
  const { table, codes } = values[place];
  const focused = prepared.data.spec.columns[order[0]].role === 'target';
  const grown = growTree(
    features,
    {
      codes: Uint16Array.from(response.codes),
      classes: response.bins.bins,
      places: table.values === null ? undefined : codes,
    },
    { ...inForce, quantiles: inForce.bins, focus: place > 0 && focused ? TARGET_FOCUS : undefined },
    logarithms,
  );
  const pool = grown.rows.map((row) => codes[row]);
  const decoder = createDecoder(table, inForce.smooth, inForce.extremes, random.fork('extremes'));
  const tree = { ...grown, rows: new Int32Array(0) };
  if (values[place].emitted) replaceProtected(pool, tree, values[place], random.fork('protected'));
  const windows = table.values === null ? null : codeWindows(decoder);
  return { column, bins: binned[place].bins, parents, tree, codes: pool, decoder, windows };
}

/** The model of all columns, in order. */
export function joinTrees({ data, options }: PreparedTrees, columns: readonly TreeColumn[]): TreeModel {
  return { schema: modelSchema(data.spec), options: { ...options }, columns, ids: learnIds(data) };
}

/** Bins of a column that later trees may split on: as many as 8 bits hold. */
const FEATURE_BINS = 255;
/** Bins of a numeric column that categories are put in order by. */
const ORDERING_BINS = 32;
/** What a split on the first column, the target, must reach where nothing else passes: its weak effects are what users train on. */
const TARGET_FOCUS = { feature: 0, significance: 0 };

function binColumn(values: CodedValues, most: number): BinnedColumn {
  const bins = binCodes(values.table, most);
  const codes = binRows(bins, values.codes);
  return { bins, codes, thinned: thin(codes, bins.bins) };
}
