import type { Json, ModelState, TableSpec } from '@verisim/core';
import { treeArrays, treeFromArrays } from '@verisim/decision-trees';
import { badState } from '../errors.ts';
import { loadDecoder, loadIds, modelState, type StateArrays, saveDecoder, saveIds } from '../model-state.ts';
import { codeWindows } from './draw-leaf-numbers.ts';
import type { TreeColumn, TreeModel } from './tree-model.ts';

interface ColumnState {
  readonly column: number;
  readonly bins: number;
  readonly decoder: Json;
}

interface TreesState {
  readonly schema: TableSpec;
  readonly options: Json;
  readonly columns: readonly ColumnState[];
  readonly ids: Json;
}

/** A model as JSON and arrays: everything that sampling needs and nothing else. */
export function saveTrees(model: TreeModel, generator: string, version: string): ModelState {
  const arrays: StateArrays = {};
  const columns = model.columns.map((column, i): ColumnState => {
    const { parents, codes, bins } = column;
    const own = { ...treeArrays(column.tree), parents, codes, binOf: bins.binOf };
    for (const [name, array] of Object.entries(own)) arrays[`c${i}.${name}`] = array;
    return { column: column.column, bins: bins.bins, decoder: saveDecoder(column.decoder, `c${i}`, arrays) };
  });
  const state: TreesState = { schema: model.schema, options: model.options, columns, ids: saveIds(model.ids, arrays) };
  return modelState(generator, version, state, arrays);
}

/** The model of {@link saveTrees}. Throws `generator-tabular/bad-state`. */
export function loadTrees(state: ModelState, generator: string, version: string): TreeModel {
  if (state.generator !== generator || state.version !== version)
    throw badState(`${generator} ${version}`, `${state.generator} ${state.version}`);
  const json = state.json as unknown as TreesState;
  const columns = json.columns.map((column, i) => loadColumn(column, `c${i}`, state.arrays));
  return { schema: json.schema, options: json.options, columns, ids: loadIds(json.ids, state.arrays) };
}

function loadColumn(state: ColumnState, prefix: string, arrays: ModelState['arrays']): TreeColumn {
  const decoder = loadDecoder(state.decoder, prefix, arrays);
  const tree = Object.fromEntries(TREE_ARRAYS.map((name) => [name, arrays[`${prefix}.${name}`]]));
  return {
    column: state.column,
    parents: arrays[`${prefix}.parents`] as Int32Array,
    tree: treeFromArrays(tree),
    codes: arrays[`${prefix}.codes`] as Int32Array,
    bins: {
      binOf: arrays[`${prefix}.binOf`] as Uint8Array,
      bins: state.bins,
      ordered: decoder.table.values !== null,
    },
    decoder,
    windows: decoder.table.values === null ? null : codeWindows(decoder),
  };
}

const TREE_ARRAYS = ['inputs', 'ranks', 'feature', 'threshold', 'left', 'start', 'end'];
