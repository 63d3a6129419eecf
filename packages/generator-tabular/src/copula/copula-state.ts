import type { Json, ModelState, TableSpec } from '@verisim/core';
import { badState } from '../errors.ts';
import { loadDecoder, loadIds, modelState, type StateArrays, saveDecoder, saveIds } from '../model-state.ts';
import type { CopulaModel } from './copula-model.ts';
import type { LatentDimension } from './latent-dimensions.ts';
import { scaleFrom } from './latent-scale.ts';

interface CopulaState {
  readonly schema: TableSpec;
  readonly decoders: readonly Json[];
  readonly dimensions: readonly { readonly column: number; readonly indicator: boolean }[];
  readonly ids: Json;
}

/** A model as JSON and arrays: margins, orders of levels, the root of the correlations. */
export function saveCopula(model: CopulaModel, generator: string, version: string): ModelState {
  const arrays: StateArrays = { root: model.root };
  const decoders = model.decoders.map((decoder, i) => decoder && saveDecoder(decoder, `c${i}`, arrays));
  const dimensions = model.dimensions.map(({ column, indicator, scale }, i) => {
    arrays[`d${i}.codes`] = scale.codes;
    arrays[`d${i}.upTo`] = scale.upTo;
    return { column, indicator };
  });
  const json: CopulaState = { schema: model.schema, decoders, dimensions, ids: saveIds(model.ids, arrays) };
  return modelState(generator, version, json, arrays);
}

/** The model of {@link saveCopula}. Throws `generator-tabular/bad-state`. */
export function loadCopula(state: ModelState, generator: string, version: string): CopulaModel {
  if (state.generator !== generator || state.version !== version)
    throw badState(`${generator} ${version}`, `${state.generator} ${state.version}`);
  const { arrays } = state;
  const json = state.json as unknown as CopulaState;
  const decoders = json.decoders.map((decoder, i) => (decoder === null ? null : loadDecoder(decoder, `c${i}`, arrays)));
  const dimensions = json.dimensions.map(({ column, indicator }, i): LatentDimension => {
    return {
      column,
      indicator,
      scale: scaleFrom(arrays[`d${i}.codes`] as Int32Array, arrays[`d${i}.upTo`] as Float64Array),
    };
  });
  const root = arrays.root as Float64Array;
  return { schema: json.schema, decoders, dimensions, root, ids: loadIds(json.ids, arrays) };
}
