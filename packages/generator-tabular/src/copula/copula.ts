import type { Generator, Model } from '@verisim/core';
import { z } from 'zod';
import { holdConstraints } from '../constraints/hold-constraints.ts';
import { modelDatetimes } from '../datetimes/model-datetimes.ts';
import { BLOCK_ROWS } from '../draw-ids.ts';
import type { CopulaModel } from './copula-model.ts';
import { loadCopula, saveCopula } from './copula-state.ts';
import { type CopulaOptions, fitCopula } from './fit-copula.ts';
import { sampleCopula } from './sample-copula.ts';
import { sampleCopulaWhere } from './sample-copula-where.ts';

const NAME = 'copula';
const VERSION = '0.1.0';

const options: z.ZodType<CopulaOptions> = z.strictObject({
  smooth: z
    .int()
    .min(0)
    .max(1_000_000)
    .default(10)
    .describe('Numbers that occur fewer times are drawn anew between their neighbours; 0 = real values as they are'),
  extremes: z.boolean().default(false).describe('Emit a rare smallest or largest number as it is: discloses it'),
});

/**
 * A Gaussian copula with empirical margins: each column as it is, the dependence between every two of them as one correlation. Right where dependence is
 * monotone and by pairs; blind to everything else.
 */
export const copula: Generator<CopulaOptions, 'data'> = holdConstraints(
  modelDatetimes({
    kind: 'generator',
    api: 1,
    name: NAME,
    version: VERSION,
    summary: 'Tables by a Gaussian copula: right margins and one correlation for every two columns',
    family: 'model',
    options,
    needs: 'data',
    traits: { reproducible: true, memorises: false, conditional: true, blockRows: BLOCK_ROWS },
    fit: async (data, checked, ctx) => copulaModel(await fitCopula(data, checked, ctx)),
    load: (state) => copulaModel(loadCopula(state, NAME, VERSION)),
  }),
);

function copulaModel(model: CopulaModel): Model {
  return {
    schema: model.schema,
    sample(request, ctx) {
      const conditional = (request.where ?? []).length > 0;
      return conditional ? sampleCopulaWhere(model, request, ctx) : sampleCopula(model, request, ctx);
    },
    save: () => saveCopula(model, NAME, VERSION),
  };
}
