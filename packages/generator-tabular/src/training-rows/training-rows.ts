import {
  type BlockRequest,
  type ColumnTest,
  type Context,
  type Json,
  resolveConditions,
  rowsThat,
  type Table,
  type TableSpec,
} from '@verisim/core';
import { allowedCodes, mayPass } from '../allowed-codes.ts';
import { drawCodes, oneGroup, oneLeaf } from '../draw-codes.ts';
import { fillIds, type IdColumn, learnIds } from '../draw-ids.ts';
import { modelSchema, noteOmissions } from '../model-schema.ts';
import { loadDecoder, loadIds, type StateArrays, saveDecoder, saveIds } from '../model-state.ts';
import { passIdTests, rejectRows } from '../reject-rows.ts';
import { createDecoder, type Decoder } from '../smooth-values.ts';
import { codeValues } from '../value-table.ts';

/** A column of training rows. */
export interface TrainingColumn {
  /** Gives real values back as they are. */
  readonly decoder: Decoder;
  /** One code per row. */
  readonly codes: Int32Array;
}

/** The training rows themselves, for generators that draw from them again; `null` for text. */
export interface TrainingRows {
  readonly schema: TableSpec;
  readonly rows: number;
  readonly columns: readonly (TrainingColumn | null)[];
  readonly ids: readonly IdColumn[];
}

/** Takes a table's rows. Notes `not-modelled`. */
export function learnRows(data: Table, ctx: Context): TrainingRows {
  noteOmissions(data.spec, ctx);
  const columns = data.columns.map((column): TrainingColumn | null => {
    ctx.signal.throwIfAborted();
    const coded = codeValues(column);
    return coded && { decoder: createDecoder(coded.table, 0, true, ctx.random), codes: coded.codes };
  });
  return { schema: modelSchema(data.spec), rows: data.rows, columns, ids: learnIds(data) };
}

/**
 * Makes as many rows as `base` has entries, each from the training row named there. Categories in the columns `kept` stay as they are:
 * conditions were met with them.
 */
export type MakeRows = (base: Int32Array, kept: ReadonlySet<number>, ctx: Context) => Table;

/** Chooses the training rows that `rows` new ones are made from, among `among`. */
export type ChooseBase = (among: Int32Array, rows: number, ctx: Context) => Int32Array;

/**
 * One block of rows made from training rows: from all of them, or under conditions from those that meet them, and then again until enough
 * of what is made meets them as well. A combination of values that no training row has gives no rows. Notes `matching-training-rows`.
 */
export async function sampleRows(
  training: TrainingRows,
  request: BlockRequest,
  choose: ChooseBase,
  make: MakeRows,
  ctx: Context,
): Promise<Table> {
  const { block, rows, where = [] } = request;
  const tests = resolveConditions(training.schema, where);
  const among = matchingRows(training, tests);
  if (where.length > 0) ctx.note('matching-training-rows', among.length);
  const kept = new Set(tests.map((test) => test.column));
  const draw = (count: number, part: Context) => make(choose(among, count, part), kept, part);
  const possible =
    among.length > 0 && tests.every((test) => mayPass(training.columns[test.column]?.decoder.table ?? null, test));
  const table =
    where.length === 0 ? draw(rows, ctx) : await rejectRows({ rows, tests, possible, native: true, draw }, ctx);
  return passIdTests(fillIds(table, training.ids, block, ctx), tests);
}

/** Each row as often as any other: without replacement until all were drawn. */
export const chooseEvenly: ChooseBase = (among, rows, ctx) =>
  drawCodes(oneLeaf(among), oneGroup(rows), ctx.random.fork('rows'));

/** The rows that meet all tests; a range that lies between two real values is no reason to leave a row out. */
function matchingRows({ rows, columns }: TrainingRows, tests: readonly ColumnTest[]): Int32Array {
  const keep = new Uint8Array(rows).fill(1);
  for (const test of tests) {
    const column = columns[test.column];
    if (column === null) continue;
    const { counts } = column.decoder.table;
    const allowed = new Uint8Array(counts.length);
    for (const code of allowedCodes(column.decoder.table, test, usedCodes(counts))) allowed[code] = 1;
    for (let row = 0; row < rows; row++) keep[row] &= allowed[column.codes[row]];
  }
  return rowsThat(rows, (row) => keep[row] === 1);
}

function usedCodes(counts: Int32Array): Int32Array {
  return rowsThat(counts.length, (code) => counts[code] > 0);
}

/** Puts the rows among the arrays and returns the rest as JSON. */
export function saveRows(training: TrainingRows, arrays: StateArrays): Json {
  const decoders = training.columns.map((column, i) => {
    if (column === null) return null;
    arrays[`c${i}.codes`] = column.codes;
    return saveDecoder(column.decoder, `c${i}`, arrays);
  });
  return JSON.parse(
    JSON.stringify({ schema: training.schema, rows: training.rows, decoders, ids: saveIds(training.ids, arrays) }),
  ) as Json;
}

/** The rows of {@link saveRows}. */
export function loadRows(json: Json, arrays: Readonly<StateArrays>): TrainingRows {
  const { schema, rows, decoders, ids } = json as unknown as {
    schema: TableSpec;
    rows: number;
    decoders: readonly Json[];
    ids: Json;
  };
  const columns = decoders.map((decoder, i): TrainingColumn | null => {
    if (decoder === null) return null;
    return { decoder: loadDecoder(decoder, `c${i}`, arrays), codes: arrays[`c${i}.codes`] as Int32Array };
  });
  return { schema, rows, columns, ids: loadIds(ids, arrays) };
}
