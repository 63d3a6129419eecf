import {
  type CodedColumn,
  type Context,
  columnOf,
  fit,
  forkContext,
  type Generator,
  type Model,
  quietContext,
  rowsWhere,
  syntheticRowsFor,
  type Table,
  takeRows,
} from '@verisim/core';
import { asClassTarget, featureConditions, metricOf } from '@verisim/evaluator-utility';
import { decodeModelState, encodeModelState } from '@verisim/workspace';
import { countClasses, orderedClasses } from '../class-order.ts';
import { drawChecked } from '../draw/draw-checked.ts';
import { emptyGap, sliceOfOneClass } from '../errors.ts';
import { stratifiedFolds } from '../folds.ts';
import { noUnits } from '../kept-units.ts';
import type { SweepRequest } from './sweep-request.ts';

/** A sweep's rows, folds and predictions so far. */
export interface SweepWork {
  readonly request: SweepRequest;
  /** Training rows that have a target value. */
  readonly table: Table;
  /** By falling frequency. */
  readonly classes: readonly string[];
  readonly truth: Int32Array;
  /** Rows that the metric is measured on: those that meet the gap's conditions on features; `null` = all. */
  readonly slice: Int32Array | null;
  /** Rows in the gap. */
  readonly gapRows: Int32Array;
  /** Whether the gap conditions the target, so that filling it shifts the class shares. */
  readonly shiftsClasses: boolean;
  /** Of every seed, in turn. */
  readonly folds: readonly SweepFold[];
  /** Models to train in all, for progress. */
  readonly total: number;
}

/** One fold of one seed. Nothing of it has seen its validation rows. */
export interface SweepFold {
  readonly seed: number;
  readonly fold: number;
  /** `seed:0/fold:1`. */
  readonly label: string;
  readonly rows: Int32Array;
  readonly train: Table;
  readonly validation: Table;
  readonly trainTruth: Int32Array;
  /** Rows of `train` in the gap, and those that meet its conditions on features (`null` = all). */
  readonly gap: Int32Array;
  readonly slice: Int32Array | null;
  readonly ctx: Context;
  /** The generator fitted to `train`; fitted once. */
  model(): Promise<Model>;
  /** Rows for the gap, as many as the largest ratio takes; drawn once. */
  synthetic(): Promise<Table>;
  smote(): Promise<Table>;
}

/** Splits the training part. Throws `plays/empty-gap`, `plays/too-few-rows`, `plays/slice-of-one-class` and what the target throws. */
export function sweepWork(request: SweepRequest, ctx: Context): SweepWork {
  const { target, where, metric, folds, seeds } = request;
  const table = labelled(asClassTarget(request.train, target, 'training'), target);
  const { classes, truth } = orderedClasses(table, target);
  const gapRows = rowsWhere(table, where);
  if (gapRows.length === 0) throw emptyGap(where.map(({ column }) => column).join(', '));
  const features = featureConditions(where, target);
  const slice = features.length === 0 ? null : rowsWhere(table, features);
  const within = slice?.map((row) => truth[row]) ?? truth;
  const occurring = countClasses(within, classes.length).filter((count) => count > 0).length;
  if (occurring < 2 && metricOf(metric).name !== 'log-loss') throw sliceOfOneClass(metric, within.length);
  const parts = { table, truth, request };
  const all = Array.from({ length: seeds }, (_, seed) => {
    const random = ctx.random.fork(`seed:${seed}`).fork('folds');
    return stratifiedFolds(table, target, folds, random).map(({ validation }, fold) =>
      sweepFold(parts, validation, { seed, fold, ctx: quietContext(forkContext(ctx, `seed:${seed}/fold:${fold}`)) }),
    );
  });
  const shiftsClasses = features.length < where.length;
  const found = all.flat();
  const total = found.length * unitsPerFold(request);
  return { request, table, classes, truth, slice, gapRows, shiftsClasses, folds: found, total };
}

/** Models trained in one fold of one seed when no ratio is skipped. */
function unitsPerFold({ ratios, smote, metric }: SweepRequest): number {
  const swept = ratios.filter((ratio) => ratio > 0).length;
  return 2 + (metric === 'macro-f1' ? 1 : 0) + swept * (smote ? 3 : 2);
}

interface FoldParts {
  readonly table: Table;
  readonly truth: Int32Array;
  readonly request: SweepRequest;
}

function sweepFold(
  { table, truth, request }: FoldParts,
  rows: Int32Array,
  place: { readonly seed: number; readonly fold: number; readonly ctx: Context },
): SweepFold {
  const { where, target, ratios } = request;
  const inside = new Uint8Array(table.rows);
  for (const row of rows) inside[row] = 1;
  const trainRows = Int32Array.from(truth.keys()).filter((row) => inside[row] === 0);
  const train = takeRows(table, trainRows);
  const features = featureConditions(where, target);
  const gap = rowsWhere(train, where);
  const label = `seed:${place.seed}/fold:${place.fold}`;
  const most = Math.max(1, ...ratios.map((ratio) => syntheticRowsFor(ratio, gap.length)));
  const fitted = once(() => keptModel(request, train, label, place.ctx));
  return {
    ...place,
    label,
    rows,
    train,
    validation: takeRows(table, rows),
    trainTruth: trainRows.map((row) => truth[row]),
    gap,
    slice: features.length === 0 ? null : rowsWhere(train, features),
    model: fitted,
    synthetic: once(async () => drawFor(request.generator, await fitted(), { request, train, most }, place.ctx)),
    smote: once(async () => {
      const local = forkContext(place.ctx, 'smote');
      const model = await fit(request.smote!, train, {}, forkContext(local, 'fit'));
      return drawFor(request.smote!, model, { request, train, most }, local);
    }),
  };
}

/** The fitted generator, from what an interrupted run kept of it if it did. */
async function keptModel(request: SweepRequest, train: Table, label: string, ctx: Context): Promise<Model> {
  const { generator, generatorOptions = {}, units = noUnits } = request;
  const bytes = await units.bytes(`${label}/generator`, async () => {
    const model = await fit(generator, train, generatorOptions, forkContext(ctx, 'generator'));
    return encodeModelState(await model.save());
  });
  return generator.load(decodeModelState(bytes, 'a kept model'));
}

interface DrawParts {
  readonly request: SweepRequest;
  readonly train: Table;
  readonly most: number;
}

async function drawFor(
  generator: Generator<unknown, 'data'>,
  model: Model,
  { request, train, most }: DrawParts,
  ctx: Context,
): Promise<Table> {
  const { fingerprints, run = 'sweep', where } = request;
  const source = { generator, model, train, run, ...(fingerprints && { fingerprints }) };
  return (await drawChecked(source, { rows: most, where }, forkContext(ctx, 'draw'))).tracked.table;
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

/** The rows that have a class. */
function labelled(table: Table, target: string): Table {
  const { codes } = columnOf(table, target) as CodedColumn;
  const rows = Int32Array.from(codes.keys()).filter((row) => codes[row] >= 0);
  return rows.length === table.rows ? table : takeRows(table, rows);
}
