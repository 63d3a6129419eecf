import type { Generator, Model } from '@verisim/core';
import { holdConstraints } from '../constraints/hold-constraints.ts';
import { modelDatetimes } from '../datetimes/model-datetimes.ts';
import { BLOCK_ROWS } from '../draw-ids.ts';
import { sampleTrees } from './sample-trees.ts';
import { sampleWhere } from './sample-where.ts';
import { fitSharedTrees, fitTreePart } from './share-trees.ts';
import type { TreeModel } from './tree-model.ts';
import { loadTrees, saveTrees } from './tree-state.ts';
import { type TreesOptions, treesOptions } from './trees-options.ts';

const NAME = 'trees';
const VERSION = '0.3.0';

/**
 * Sequential tree synthesis (Reiter 2005, Journal of Official Statistics 21(3); as in synthpop, Nowok et al. 2016): columns one
 * after another, each drawn from the leaf of a classification tree on the columns before it, see `column-order.ts`.
 */
export const trees: Generator<TreesOptions, 'data'> = holdConstraints(
  modelDatetimes({
    kind: 'generator',
    api: 1,
    name: NAME,
    version: VERSION,
    summary: 'Tables by a sequence of decision trees: faithful, fast, the default',
    family: 'model',
    options: treesOptions,
    needs: 'data',
    traits: { reproducible: true, memorises: false, conditional: true, blockRows: BLOCK_ROWS },
    fit: async (data, checked, ctx) => treesModel(await fitSharedTrees(data, checked, ctx)),
    fitPart: fitTreePart,
    load: (state) => treesModel(loadTrees(state, NAME, VERSION)),
  }),
);

function treesModel(model: TreeModel): Model {
  return {
    schema: model.schema,
    sample({ block, rows, where }, ctx) {
      const conditions = where ?? [];
      if (conditions.length === 0) return sampleTrees(model, { block, rows }, ctx);
      return sampleWhere(model, { block, rows, where: conditions }, ctx);
    },
    save: () => saveTrees(model, NAME, VERSION),
  };
}
