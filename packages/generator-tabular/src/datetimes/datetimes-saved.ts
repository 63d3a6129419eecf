import type { Generator, Json, ModelState, TableSpec } from '@verisim/core';
import { loadIds, modelState, type StateArrays, saveIds } from '../model-state.ts';
import type { DatetimeState } from './datetime-state.ts';
import type { DatetimesModel } from './datetimes-model.ts';

interface SavedDatetimes {
  readonly schema: TableSpec;
  readonly columns: readonly Omit<DatetimeState, 'months' | 'days' | 'once'>[];
  readonly ids: Json;
}

const PREFIX = 'datetimes.';

/** Whether a model was saved by `modelDatetimes` and has such columns. */
export function isDatetimesState({ json }: ModelState): boolean {
  return typeof json === 'object' && json !== null && Object.hasOwn(json, 'datetimes');
}

/** The model inside with its arrays as they are, and beside them what makes instants of parts. */
export async function saveDatetimes(model: DatetimesModel): Promise<ModelState> {
  const { generator, version, json, arrays } = await model.inner.save();
  const own: StateArrays = {};
  const ids = saveIds(model.ids, own);
  const columns = model.datetimes.map(({ months, days, once, ...rest }, i) => {
    Object.assign(own, { [`c${i}.months`]: months, [`c${i}.days`]: days, [`c${i}.once`]: once });
    return rest;
  });
  const datetimes: SavedDatetimes = { schema: model.schema, columns, ids };
  const named = Object.entries(own).map(([name, array]) => [PREFIX + name, array] as const);
  return modelState(generator, version, { datetimes, model: json }, { ...arrays, ...Object.fromEntries(named) });
}

/** The model of {@link saveDatetimes}. Throws what the generator's own `load` throws, at once where that does. */
export function loadDatetimes<O>(generator: Generator<O, 'data'>, state: ModelState): Promise<DatetimesModel> {
  const { datetimes, model: json } = state.json as unknown as { datetimes: SavedDatetimes; model: Json };
  const entries = Object.entries(state.arrays);
  const arrays = Object.fromEntries(entries.filter(([name]) => !name.startsWith(PREFIX)));
  const own = Object.fromEntries(
    entries.filter(([name]) => name.startsWith(PREFIX)).map(([name, array]) => [name.slice(PREFIX.length), array]),
  );
  const columns = datetimes.columns.map((column, i) => ({
    ...column,
    months: own[`c${i}.months`] as Int32Array,
    days: own[`c${i}.days`] as Int32Array,
    once: own[`c${i}.once`] as Float64Array,
  }));
  const ids = loadIds(datetimes.ids, own);
  const loaded = generator.load({ ...state, json, arrays });
  return Promise.resolve(loaded).then((inner) => ({
    generator,
    inner,
    schema: datetimes.schema,
    datetimes: columns,
    ids,
  }));
}
