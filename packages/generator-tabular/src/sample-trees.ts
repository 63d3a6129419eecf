import { type BlockRequest, type Column, type Context, createTable, type Table } from '@verisim/core';
import { groupRows } from '@verisim/decision-trees';
import { binRows } from './bin-codes.ts';
import { drawCodes, oneLeaf } from './draw-codes.ts';
import { fillIds } from './draw-ids.ts';
import { decodeValues } from './smooth-values.ts';
import type { TreeModel } from './tree-model.ts';

/** One block without conditions. */
export function sampleTrees(model: TreeModel, request: BlockRequest, ctx: Context): Table {
  return fillIds(drawTable(model, request.rows, ctx), model.ids, request.block, ctx);
}

/** Rows with modelled columns drawn and text columns missing; `root` replaces the codes that the first column is drawn from. */
export function drawTable(model: TreeModel, rows: number, ctx: Context, root?: Int32Array): Table {
  const modelled = new Map<number, Column>();
  const binned: Uint8Array[] = [];
  model.columns.forEach(({ column, parents, tree, codes, bins, decoder }, place) => {
    ctx.signal.throwIfAborted();
    const spec = model.schema.columns[column];
    const random = ctx.random.fork(`column:${spec.name}`);
    const inputs = Array.from(parents, (parent) => binned[parent]);
    const leafCodes = place === 0 && root ? oneLeaf(root) : { ...tree, codes };
    const drawn = drawCodes(leafCodes, groupRows(tree, inputs, rows), random);
    binned.push(binRows(bins, drawn));
    modelled.set(column, decodeValues(decoder, drawn, spec, random));
  });
  return createTable(
    model.schema.columns,
    model.schema.columns.map((_, i) => modelled.get(i) ?? missingText(rows)),
  );
}

/** A text column without a value. */
export function missingText(rows: number): Column {
  return { storage: 'text', values: new Array<string | null>(rows).fill(null) };
}
