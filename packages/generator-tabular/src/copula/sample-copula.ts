import { type BlockRequest, type Column, type Context, checkpoint, createTable, type Table } from '@verisim/core';
import { fillIds } from '../draw-ids.ts';
import { decodeValues } from '../smooth-values.ts';
import { missingText } from '../trees/sample-trees.ts';
import type { CopulaModel } from './copula-model.ts';
import { drawNormals } from './draw-normals.ts';
import type { LatentDimension } from './latent-dimensions.ts';
import { mixLatent } from './mix-latents.ts';
import { rankIntervals } from './rank-intervals.ts';

/** Columns from which on the work is paused between them, so that an interrupt can arrive. */
const WIDE = 50;

/** One block without conditions. */
export async function sampleCopula(model: CopulaModel, { block, rows }: BlockRequest, ctx: Context): Promise<Table> {
  const { dimensions, root } = model;
  const latents = drawIndependent(model, rows, ctx);
  const codes: CopulaCodes = new Map();
  for (let i = dimensions.length - 1; i >= 0; i--) {
    if (dimensions.length > WIDE) await checkpoint(ctx.signal);
    mixLatent(latents, root, i);
    const start = ctx.random.fork(`start:${dimensionLabel(model, dimensions[i])}`).next();
    putCodes(codes, dimensions[i], rankIntervals(dimensions[i].scale, latents[i], start));
    latents.pop();
  }
  return fillIds(decodeCodes(model, codes, rows, ctx), model.ids, block, ctx);
}

/** Codes by column; those of a column without an entry do not vary. */
export type CopulaCodes = Map<number, Int32Array>;

/** Independent standard normal variables, one array per dimension. */
export function drawIndependent(model: CopulaModel, rows: number, ctx: Context): Float64Array[] {
  return model.dimensions.map((dimension) => {
    ctx.signal.throwIfAborted();
    return drawNormals(rows, ctx.random.fork(dimensionLabel(model, dimension)));
  });
}

/** The name of a dimension's stream of chance. */
function dimensionLabel({ schema }: CopulaModel, { column, indicator }: LatentDimension): string {
  return `${indicator ? 'missing' : 'value'}:${schema.columns[column].name}`;
}

/** Puts intervals among the codes. A column's value must come before its indicator, which overrides it where the cell is missing. */
export function putCodes(
  codes: CopulaCodes,
  { column, indicator, scale }: LatentDimension,
  intervals: Int32Array,
): void {
  const own = codes.get(column);
  if (!indicator) {
    for (let row = 0; row < intervals.length; row++) intervals[row] = scale.codes[intervals[row]];
    codes.set(column, intervals);
  } else if (own) {
    for (let row = 0; row < own.length; row++) if (intervals[row] === 1) own[row] = 0;
  } else {
    codes.set(
      column,
      intervals.map((missing) => 1 - missing),
    );
  }
}

/** The table that the codes stand for, identifiers still missing. */
export function decodeCodes(model: CopulaModel, codes: CopulaCodes, rows: number, ctx: Context): Table {
  const columns = model.schema.columns.map((spec, i): Column => {
    const decoder = model.decoders[i];
    if (decoder === null) return missingText(rows);
    const only = Math.max(
      0,
      decoder.table.counts.findIndex((count) => count > 0),
    );
    const own = codes.get(i) ?? new Int32Array(rows).fill(only);
    codes.delete(i);
    return decodeValues(decoder, own, spec, ctx.random.fork(`column:${spec.name}`));
  });
  return createTable(model.schema.columns, columns);
}
