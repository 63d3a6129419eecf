import type { Generator, Model } from '@verisim/core';
import { z } from 'zod';
import { BLOCK_ROWS } from './draw-ids.ts';
import { fitTrees, type TreesOptions } from './fit-trees.ts';
import { sampleTrees } from './sample-trees.ts';
import { sampleWhere } from './sample-where.ts';
import type { TreeModel } from './tree-model.ts';
import { loadTrees, saveTrees } from './tree-state.ts';

const NAME = 'trees';
const VERSION = '0.1.0';

const options: z.ZodType<TreesOptions> = z.strictObject({
  minLeaf: z.int().min(1).max(1_000_000).default(20).describe('Fewest training rows in a leaf; more = more private'),
  significance: z
    .number()
    .min(0)
    .max(100)
    .default(3)
    .describe('Normal score that a split must reach; higher = smaller trees, more private'),
  maxDepth: z.int().min(0).max(64).default(32).describe('Splits between root and leaf, at most'),
  bins: z.int().min(2).max(255).default(32).describe('Quantile bins in which a numeric column is predicted'),
  smooth: z
    .int()
    .min(0)
    .max(1_000_000)
    .default(10)
    .describe('Numbers that occur fewer times are drawn anew between their neighbours; 0 = real values as they are'),
  extremes: z.boolean().default(false).describe('Emit a rare smallest or largest number as it is: discloses it'),
});

/**
 * Sequential tree synthesis (Reiter 2005, Journal of Official Statistics 21(3); as in synthpop, Nowok et al. 2016): columns one
 * after another, each drawn from the leaf of a classification tree on the columns before it. The target comes first.
 */
export const trees: Generator<TreesOptions, 'data'> = {
  kind: 'generator',
  api: 1,
  name: NAME,
  version: VERSION,
  summary: 'Tables by a sequence of decision trees: faithful, fast, the default',
  family: 'model',
  options,
  needs: 'data',
  traits: { reproducible: true, memorises: false, conditional: true, blockRows: BLOCK_ROWS },
  fit: async (data, checked, ctx) => treesModel(await fitTrees(data, checked, ctx)),
  load: (state) => treesModel(loadTrees(state, NAME, VERSION)),
};

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
