import {
  type BlockRequest,
  type Column,
  type Condition,
  type Context,
  createTable,
  ROWS_DRAWN,
  resolveConditions,
  type Table,
} from '@verisim/core';
import { type NamedColumns, namedColumns } from '../constraints/named-columns.ts';
import { fillIds } from '../draw-ids.ts';
import { passIdTests, rejectRows } from '../reject-rows.ts';
import { type DatetimeDemand, demandOf } from './datetime-where.ts';
import type { DatetimesModel } from './datetimes-model.ts';
import { decodeDatetime } from './decode-datetime.ts';

/**
 * One block with instants put together again. Under `where` the generator inside is asked for the parts that rows need to have, what it
 * draws is put into the ranges asked for, and rows that still fail are drawn again, see {@link rejectRows}.
 */
export async function drawDatetimes(model: DatetimesModel, request: BlockRequest, ctx: Context): Promise<Table> {
  const { block, rows, where = [] } = request;
  const tests = resolveConditions(model.schema, where);
  const demands = model.datetimes.map((state) => {
    const test = tests.find(({ spec }) => spec.name === state.column);
    return demandOf(state, model.inner.schema, test);
  });
  const conditions = innerConditions(model, demands, where);
  let drawnAgain = 0;
  const draw = async (count: number, part: Context) => {
    const note: Context['note'] = (key, value) => {
      if (key === ROWS_DRAWN) drawnAgain += Math.max(0, Number(value) - count);
      else ctx.note(key, value);
    };
    const own = { block, rows: count, ...(conditions.length > 0 && count > 0 ? { where: conditions } : {}) };
    const encoded = await model.inner.sample(own, { ...part, note });
    return decodeTable(model, demands, encoded, part);
  };
  if (where.length === 0) return fillIds(await draw(rows, ctx), model.ids, block, ctx);
  const possible = demands.every(({ parts }) => parts !== null);
  const kept = await rejectRows({ rows, tests, possible, native: true, draw }, ctx);
  ctx.note(ROWS_DRAWN, drawnAgain);
  return passIdTests(fillIds(kept, model.ids, block, ctx), tests);
}

function innerConditions(
  { generator, schema, datetimes, ids }: DatetimesModel,
  demands: readonly DatetimeDemand[],
  where: readonly Condition[],
) {
  if (!generator.traits.conditional) return [];
  const hidden = new Set([
    ...datetimes.map(({ column }) => column),
    ...ids.map(({ column }) => schema.columns[column].name),
  ]);
  return [...where.filter(({ column }) => !hidden.has(column)), ...demands.flatMap(({ parts }) => parts ?? [])];
}

function decodeTable(
  { schema }: DatetimesModel,
  demands: readonly DatetimeDemand[],
  encoded: Table,
  ctx: Context,
): Table {
  const drawn = namedColumns(encoded);
  const instants = new Map(
    demands.map((demand) => [demand.state.column, decodeColumn(demand, drawn, encoded.rows, ctx)]),
  );
  const columns = schema.columns.map(({ name }): Column => {
    return (
      instants.get(name) ??
      drawn.get(name)?.column ?? { storage: 'text', values: new Array<string | null>(encoded.rows).fill(null) }
    );
  });
  return createTable(schema.columns, columns);
}

function decodeColumn({ state, values }: DatetimeDemand, drawn: NamedColumns, rows: number, ctx: Context): Column {
  const instants = decodeDatetime(state, drawn, rows, ctx.random.fork(`datetime:${state.column}`));
  return {
    storage: 'numeric',
    values: values === null ? instants : instants.map((instant) => nearest(values, instant)),
  };
}

function nearest(values: readonly number[], instant: number): number {
  if (Number.isNaN(instant)) return instant;
  return values.reduce((best, value) => (Math.abs(value - instant) < Math.abs(best - instant) ? value : best));
}
