import { type Context, columnKinds, type Generator, type Table } from '@verisim/core';
import {
  type DeclaredColumn,
  namedColumns,
  numbersOf,
  replaceColumns,
  tableOfColumns,
} from '../constraints/named-columns.ts';
import { learnIds } from '../draw-ids.ts';
import { modelSchema } from '../model-schema.ts';
import { codeValues } from '../value-table.ts';
import type { DatetimeState } from './datetime-state.ts';
import type { DatetimesModel } from './datetimes-model.ts';
import { encodeDatetime } from './encode-datetime.ts';
import { planDatetime } from './plan-datetime.ts';

/** How each datetime column of a table is taken apart; those that are better learned as they are left out. */
export function planDatetimes(data: Table, joint: boolean, ctx: Context): readonly DatetimeState[] {
  const taken = new Set(data.spec.columns.map(({ name }) => name));
  return data.spec.columns.flatMap(({ name, kind, zone }, at): readonly DatetimeState[] => {
    const column = data.columns[at];
    if (kind !== 'datetime' || column.storage !== 'numeric') return [];
    const table = codeValues(column)?.table;
    if (table === undefined) return [];
    const state = planDatetime(
      { name, zone, instants: column.values, table },
      joint,
      taken,
      ctx.random.fork(`datetime:${name}`),
    );
    return state === null ? [] : [state];
  });
}

/** Fits a generator to the table with these columns taken apart. Identifiers are not learned: rows thrown away would use them up. */
export async function fitDatetimes<O>(
  generator: Generator<O, 'data'>,
  datetimes: readonly DatetimeState[],
  data: Table,
  options: O,
  ctx: Context,
): Promise<DatetimesModel> {
  const parts = datetimes.map(({ column, parts }) => [column, parts.map(({ as }) => as)]);
  ctx.note('datetimes', Object.fromEntries(parts));
  const named = namedColumns(data);
  const ids = learnIds(data);
  const without = data.spec.columns.filter(({ kind }) => columnKinds[kind].identifies).map(({ name }) => name);
  const encoded = datetimes.flatMap((state) => {
    const { spec, column } = named.get(state.column) as DeclaredColumn;
    return encodeDatetime(state, spec, numbersOf(column));
  });
  const hidden = [...without, ...datetimes.map(({ column }) => column)];
  const inner = await generator.fit(tableOfColumns(replaceColumns(named, hidden, encoded)), options, ctx);
  return { generator, inner, schema: modelSchema(data.spec), datetimes, ids };
}
