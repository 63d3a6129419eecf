import { type Context, checkpoint, rowsThat, type Table } from '@verisim/core';
import { BLOCK_ROWS, learnIds } from '../draw-ids.ts';
import { emptyTable, tooWide } from '../errors.ts';
import { modelSchema, noteOmissions } from '../model-schema.ts';
import { createDecoder } from '../smooth-values.ts';
import { codeValues } from '../value-table.ts';
import type { CopulaModel } from './copula-model.ts';
import { correlateScores } from './correlate-scores.ts';
import { nearestRoot } from './nearest-root.ts';
import { scoreDimensions, tableDimensions } from './score-dimensions.ts';

/** What `fit` may be told; the schema with its defaults is in `copula.ts`. */
export interface CopulaOptions {
  readonly smooth: number;
  readonly extremes: boolean;
}

/** Bytes that a model and one block of its rows may take. */
const MOST_BYTES = 2 ** 31;
/** Products of two cells that the correlations of all pairs may cost: some seconds. Wider tables are learned from fewer rows. */
const MOST_PRODUCTS = 8e9;
const LEAST_ROWS = 1000;

/**
 * A Gaussian copula with empirical margins (Nelsen 2006, An Introduction to Copulas, 2.9 and 4.9), cells as intervals of normal
 * variables. Notes `correlation-shrinkage`, `correlation-rows` when not all were used, and `not-modelled`. Throws
 * `generator-tabular/empty-table`, `generator-tabular/too-wide`.
 */
export async function fitCopula(data: Table, options: CopulaOptions, ctx: Context): Promise<CopulaModel> {
  if (data.rows === 0) throw emptyTable('copula');
  noteOmissions(data.spec, ctx);
  const coded = data.columns.map(codeValues);
  await checkpoint(ctx.signal);
  const decoders = coded.map((values, i) => {
    const random = ctx.random.fork(`extremes:${data.spec.columns[i].name}`);
    return values && createDecoder(values.table, options.smooth, options.extremes, random);
  });
  const dimensions = tableDimensions(data, coded);
  refuseWide(dimensions.length, data.rows);
  const rows = correlatedRows(data.rows, dimensions.length);
  if (rows.length < data.rows) ctx.note('correlation-rows', rows.length);
  const scored = scoreDimensions(dimensions, data, coded, rows);
  const { triangle, weights, shrinkage } = await correlateScores(scored, ctx);
  ctx.note('correlation-shrinkage', shrinkage);
  const root = nearestRoot(scored.length, triangle, weights);
  const ordered = scored.map(({ dimension }) => dimension);
  return { schema: modelSchema(data.spec), decoders, dimensions: ordered, root, ids: learnIds(data) };
}

/** The triangle of correlations, codes and scores of the rows, and a block of rows. */
function refuseWide(dimensions: number, rows: number): void {
  const bytes = (columns: number) => 12 * columns ** 2 + 16 * columns * rows + 8 * columns * BLOCK_ROWS;
  if (bytes(dimensions) <= MOST_BYTES) return;
  let most = dimensions;
  while (bytes(most) > MOST_BYTES) most--;
  throw tooWide('copula', dimensions, bytes(dimensions), most);
}

/** Rows spread evenly over the table, all of them where the correlations of that many columns do not cost too much. */
function correlatedRows(rows: number, dimensions: number): Int32Array {
  const most = Math.max(LEAST_ROWS, Math.floor(MOST_PRODUCTS / (dimensions ** 2 / 2)));
  const step = Math.max(1, rows / most);
  return rowsThat(rows, (row) => Math.floor(row / step) !== Math.floor((row - 1) / step));
}
