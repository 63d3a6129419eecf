import {
  type Column,
  type Condition,
  type Context,
  createTable,
  type Generator,
  type Json,
  type Model,
  type ModelState,
  resolveConditions,
  type Table,
  type TableSpec,
} from '@verisim/core';
import { z } from 'zod';
import { allowedCodes, mayPass } from './allowed-codes.ts';
import { holdConstraints } from './constraints/hold-constraints.ts';
import { modelDatetimes } from './datetimes/model-datetimes.ts';
import { drawCodes, oneGroup, oneLeaf } from './draw-codes.ts';
import { BLOCK_ROWS, fillIds, type IdColumn, learnIds } from './draw-ids.ts';
import { badState, emptyTable } from './errors.ts';
import { modelSchema, noteOmissions } from './model-schema.ts';
import { loadDecoder, loadIds, modelState, type StateArrays, saveDecoder, saveIds } from './model-state.ts';
import { passIdTests, rejectRows } from './reject-rows.ts';
import { createDecoder, type Decoder, decodeValues } from './smooth-values.ts';
import { codeValues } from './value-table.ts';

const NAME = 'marginals';
const VERSION = '0.1.0';

/** The only option: from how many occurrences on a number is emitted as it is. */
export interface MarginalsOptions {
  readonly smooth: number;
}

/** What is learned: each column's distinct values and how often they occur; `null` for text. */
interface MarginalsModel {
  readonly schema: TableSpec;
  readonly decoders: readonly (Decoder | null)[];
  readonly ids: readonly IdColumn[];
}

/**
 * Every column drawn on its own from its empirical distribution, missing cells included: right margins, no dependence at all. The
 * baseline that any other generator must beat, and the plugin to read first. Rare numbers are drawn anew between their neighbours;
 * rare *levels* are emitted as they are.
 */
export const marginals: Generator<MarginalsOptions, 'data'> = holdConstraints(
  modelDatetimes(
    {
      kind: 'generator',
      api: 1,
      name: NAME,
      version: VERSION,
      summary: 'Independent columns from their empirical distributions: the baseline',
      family: 'model',
      options: z.strictObject({
        smooth: z
          .int()
          .min(0)
          .max(1_000_000)
          .default(10)
          .describe('Numbers that occur fewer times are drawn anew; 0 = off'),
      }),
      needs: 'data',
      traits: { reproducible: true, memorises: false, conditional: true, blockRows: BLOCK_ROWS },
      fit(data, options, ctx) {
        if (data.rows === 0) throw emptyTable(NAME);
        noteOmissions(data.spec, ctx);
        const decoders = data.columns.map((column, i) => {
          ctx.signal.throwIfAborted();
          const random = ctx.random.fork(`extremes:${data.spec.columns[i].name}`);
          const coded = codeValues(column);
          ctx.progress({ done: i + 1, total: data.columns.length, note: 'columns' });
          return coded && createDecoder(coded.table, options.smooth, false, random);
        });
        return asModel({ schema: modelSchema(data.spec), decoders, ids: learnIds(data) });
      },
      load: (state) => asModel(loadMarginals(state)),
    },
    { joint: true },
  ),
);

function asModel(model: MarginalsModel): Model {
  const codes = model.decoders.map((decoder) => (decoder ? allCodes(decoder) : new Int32Array(0)));
  return {
    schema: model.schema,
    async sample({ block, rows, where = [] }, ctx) {
      const draw = where.length > 0 ? drawWhere : drawTable;
      const table = await draw(model, codes, rows, ctx, where);
      const tests = resolveConditions(model.schema, where);
      return passIdTests(fillIds(table, model.ids, block, ctx), tests);
    },
    save: () => saveMarginals(model),
  };
}

/** Every code as often as it occurs. */
function allCodes(decoder: Decoder): Int32Array {
  const { counts } = decoder.table;
  const codes: number[] = [];
  counts.forEach((count, code) => {
    for (let i = 0; i < count; i++) codes.push(code);
  });
  return Int32Array.from(codes);
}

function drawTable(model: MarginalsModel, codes: readonly Int32Array[], rows: number, ctx: Context): Table {
  const columns = model.schema.columns.map((spec, i): Column => {
    ctx.signal.throwIfAborted();
    const decoder = model.decoders[i];
    if (decoder === null) return { storage: 'text', values: new Array<string | null>(rows).fill(null) };
    const random = ctx.random.fork(`column:${spec.name}`);
    const drawn = drawCodes(oneLeaf(codes[i]), oneGroup(rows), random);
    return decodeValues(decoder, drawn, spec, random);
  });
  return createTable(model.schema.columns, columns);
}

/** Independent columns can be conditioned one by one; rejection is left with numbers that smoothing moved out of a range. */
function drawWhere(
  model: MarginalsModel,
  codes: readonly Int32Array[],
  rows: number,
  ctx: Context,
  where: readonly Condition[],
): Promise<Table> {
  const tests = resolveConditions(model.schema, where);
  const allowed = codes.slice();
  for (const test of tests) {
    const decoder = model.decoders[test.column];
    if (decoder) allowed[test.column] = allowedCodes(decoder.table, test, codes[test.column]);
  }
  const draw = (count: number, part: Context) => drawTable(model, allowed, count, part);
  const possible = tests.every((test) => mayPass(model.decoders[test.column]?.table ?? null, test));
  return rejectRows({ rows, tests, possible, native: true, draw }, ctx);
}

function saveMarginals(model: MarginalsModel): ModelState {
  const arrays: StateArrays = {};
  const decoders = model.decoders.map((decoder, i) => decoder && saveDecoder(decoder, `c${i}`, arrays));
  const json = { schema: model.schema, decoders, ids: saveIds(model.ids, arrays) };
  return modelState(NAME, VERSION, json, arrays);
}

function loadMarginals(state: ModelState): MarginalsModel {
  const { generator, version, arrays } = state;
  if (generator !== NAME || version !== VERSION) throw badState(`${NAME} ${VERSION}`, `${generator} ${version}`);
  const json = state.json as unknown as { schema: TableSpec; decoders: readonly Json[]; ids: Json };
  const decoders = json.decoders.map((decoder, i) => (decoder === null ? null : loadDecoder(decoder, `c${i}`, arrays)));
  return { schema: json.schema, decoders, ids: loadIds(json.ids, arrays) };
}
