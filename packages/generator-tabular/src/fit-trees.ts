import { type Context, checkpoint, type Random, type Table } from '@verisim/core';
import { entropyTable, growTree } from '@verisim/decision-trees';
import { type BinnedColumn, binCodes, binRows } from './bin-codes.ts';
import { columnOrder } from './column-order.ts';
import { learnIds } from './draw-ids.ts';
import { emptyTable } from './errors.ts';
import { modelSchema, noteOmissions } from './model-schema.ts';
import { screenParents, thin } from './screen-parents.ts';
import { createDecoder } from './smooth-values.ts';
import type { TreeColumn, TreeModel } from './tree-model.ts';
import { type CodedValues, codeValues } from './value-table.ts';

/** What `fit` may be told; the schema with its defaults is in `trees.ts`. */
export interface TreesOptions {
  readonly minLeaf: number;
  readonly significance: number;
  readonly maxDepth: number;
  readonly bins: number;
  readonly smooth: number;
  readonly extremes: boolean;
}

/** Columns in a sequence, each by a tree on those before it. Notes `column-order`. Throws `generator-tabular/empty-table`. */
export async function fitTrees(data: Table, options: TreesOptions, ctx: Context): Promise<TreeModel> {
  if (data.rows === 0) throw emptyTable('trees');
  const specs = data.spec.columns;
  const coded = data.columns.map(codeValues);
  const tables = coded.map((values) => values?.table ?? null);
  const order = columnOrder(specs, tables);
  const names = order.map((column) => specs[column].name);
  noteOmissions(data.spec, ctx);
  ctx.note('column-order', names);
  const earlier: BinnedColumn[] = [];
  const logarithms = entropyTable(data.rows);
  const columns: TreeColumn[] = [];
  for (const [place, column] of order.entries()) {
    await checkpoint(ctx.signal);
    const values = coded[column] as CodedValues;
    const response = binColumn(values, options.bins);
    const feature = binColumn(values, FEATURE_BINS);
    const random = ctx.random.fork(`extremes:${names[place]}`);
    const fitted = fitColumn(values, response, earlier, options, logarithms, random);
    earlier.push(feature);
    ctx.progress({ done: place + 1, total: order.length, note: 'columns' });
    columns.push({ column, bins: feature.bins, ...fitted });
  }
  return { schema: modelSchema(data.spec), options: { ...options }, columns, ids: learnIds(data) };
}

/** Bins of a numeric column that later trees may split on: as many as 8 bits hold. */
const FEATURE_BINS = 255;

function binColumn(values: CodedValues, most: number): BinnedColumn {
  const bins = binCodes(values.table, most);
  const codes = binRows(bins, values.codes);
  return { bins, codes, thinned: thin(codes, bins.bins) };
}

function fitColumn(
  values: CodedValues,
  response: BinnedColumn,
  earlier: readonly BinnedColumn[],
  options: TreesOptions,
  logarithms: Float64Array,
  random: Random,
): Omit<TreeColumn, 'column' | 'bins'> {
  const parents = screenParents(earlier, response);
  const chosen = Array.from(parents, (parent) => earlier[parent]);
  const features = {
    columns: chosen.map((parent) => parent.codes),
    bins: chosen.map((parent) => parent.bins.bins),
    ordered: chosen.map((parent) => parent.bins.ordered),
  };
  const tree = growTree(features, Uint16Array.from(response.codes), response.bins.bins, options, logarithms);
  const codes = tree.rows.map((row) => values.codes[row]);
  const decoder = createDecoder(values.table, options.smooth, options.extremes, random);
  return { parents, tree: { ...tree, rows: new Int32Array(0) }, codes, decoder };
}
