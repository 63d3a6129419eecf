import type { Json, ModelState, StateArray } from '@verisim/core';
import type { IdColumn } from './draw-ids.ts';
import type { Decoder } from './smooth-values.ts';

/** Arrays of a saved model while it is being put together. */
export type StateArrays = Record<string, StateArray>;

/** A saved model: JSON without undefined members, and arrays of their own memory. */
export function modelState(generator: string, version: string, json: unknown, arrays: StateArrays): ModelState {
  const copies = Object.entries(arrays).map(([name, array]) => [name, array.slice()] as const);
  return { generator, version, json: JSON.parse(JSON.stringify(json)) as Json, arrays: Object.fromEntries(copies) };
}

/** Puts a decoder's arrays among the others under `prefix` and returns the rest as JSON. */
export function saveDecoder(decoder: Decoder, prefix: string, arrays: StateArrays): Json {
  const { table, grid, decimals, rareBelow } = decoder;
  arrays[`${prefix}.counts`] = table.counts;
  if (table.values !== null) arrays[`${prefix}.values`] = table.values;
  return { grid: grid === null ? null : { ...grid }, decimals, rareBelow };
}

/** The decoder of {@link saveDecoder}. */
export function loadDecoder(json: Json, prefix: string, arrays: Readonly<StateArrays>): Decoder {
  const { grid, decimals, rareBelow } = json as unknown as Pick<Decoder, 'grid' | 'decimals' | 'rareBelow'>;
  const values = (arrays[`${prefix}.values`] as Float64Array | undefined) ?? null;
  return { table: { values, counts: arrays[`${prefix}.counts`] as Int32Array }, grid, decimals, rareBelow };
}

/** Puts what is long about identifier patterns among the arrays and returns the rest as JSON. */
export function saveIds(ids: readonly IdColumn[], arrays: StateArrays): Json {
  return ids.map(({ column, pattern: { taken, ...rest } }) => {
    arrays[`id${column}.taken`] = taken;
    return { column, pattern: { ...rest } };
  });
}

/** The patterns of {@link saveIds}. */
export function loadIds(json: Json, arrays: Readonly<StateArrays>): readonly IdColumn[] {
  return (json as unknown as readonly IdColumn[]).map(({ column, pattern }) => ({
    column,
    pattern: { ...pattern, taken: arrays[`id${column}.taken`] as Float64Array },
  }));
}
