import { type Column, type Context, createTable, type Generator, type Model } from '@verisim/core';
import { z } from 'zod';
import { holdConstraints } from '../constraints/hold-constraints.ts';
import { BLOCK_ROWS } from '../draw-ids.ts';
import { badState, emptyTable } from '../errors.ts';
import { modelState, type StateArrays } from '../model-state.ts';
import { decodeValues } from '../smooth-values.ts';
import { missingText } from '../trees/sample-trees.ts';
import { disturbanceOf, flipCodes, jitterNumbers } from './jitter-column.ts';
import {
  chooseEvenly,
  learnRows,
  loadRows,
  type MakeRows,
  sampleRows,
  saveRows,
  type TrainingColumn,
  type TrainingRows,
} from './training-rows.ts';

const NAME = 'bootstrap-jitter';
const VERSION = '0.1.0';

/** How much training rows are disturbed. */
export interface BootstrapJitterOptions {
  readonly noise: number;
  readonly flip: number;
}

const options: z.ZodType<BootstrapJitterOptions> = z.strictObject({
  noise: z
    .number()
    .min(0)
    .max(10)
    .default(0.1)
    .describe('Noise added to numbers, in robust standard deviations of the column'),
  flip: z
    .number()
    .min(0)
    .max(1)
    .default(0.02)
    .describe('Probability that a category, a spike or a missing cell is replaced by a draw from its column'),
});

/**
 * Training rows drawn again (Efron 1979) and lightly disturbed. A baseline: whoever was in the training data can be recognised in the output.
 */
export const bootstrapJitter: Generator<BootstrapJitterOptions, 'data'> = holdConstraints({
  kind: 'generator',
  api: 1,
  name: NAME,
  version: VERSION,
  summary: 'Training rows again, lightly disturbed: a baseline that copies people',
  family: 'model',
  options,
  needs: 'data',
  traits: { reproducible: true, memorises: true, conditional: true, blockRows: BLOCK_ROWS },
  fit(data, checked, ctx) {
    if (data.rows === 0) throw emptyTable(NAME);
    return jitterModel(learnRows(data, ctx), checked);
  },
  load({ generator, version, json, arrays }) {
    if (generator !== NAME || version !== VERSION) throw badState(`${NAME} ${VERSION}`, `${generator} ${version}`);
    const state = json as unknown as { training: Parameters<typeof loadRows>[0]; options: BootstrapJitterOptions };
    return jitterModel(loadRows(state.training, arrays), state.options);
  },
});

function jitterModel(training: TrainingRows, { noise, flip }: BootstrapJitterOptions): Model {
  const disturbances = training.columns.map((column) => column && disturbanceOf(column.decoder, noise));
  const disturb = (
    i: number,
    { decoder, codes }: TrainingColumn,
    base: Int32Array,
    keep: ReadonlySet<number>,
    ctx: Context,
  ): Column => {
    const spec = training.schema.columns[i];
    const disturbance = disturbances[i]!;
    const random = ctx.random.fork(`column:${spec.name}`);
    const drawn = base.map((row) => codes[row]);
    const kept = decoder.table.values === null && (spec.role === 'target' || keep.has(i));
    const flipped = kept ? drawn : flipCodes(drawn, disturbance, codes, flip, random);
    if (decoder.table.values === null) return decodeValues(decoder, flipped, spec, random);
    return { storage: 'numeric', values: jitterNumbers(decoder, disturbance, flipped, random) };
  };
  const make: MakeRows = (base, keep, ctx) => {
    const columns = training.columns.map((column, i) => {
      ctx.signal.throwIfAborted();
      return column === null ? missingText(base.length) : disturb(i, column, base, keep, ctx);
    });
    return createTable(training.schema.columns, columns);
  };
  return {
    schema: training.schema,
    sample: (request, ctx) => sampleRows(training, request, chooseEvenly, make, ctx),
    save() {
      const arrays: StateArrays = {};
      return modelState(NAME, VERSION, { training: saveRows(training, arrays), options: { noise, flip } }, arrays);
    },
  };
}
