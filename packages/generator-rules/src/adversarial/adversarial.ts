import type { Context, Generator, Json, Model, ModelState, Table } from '@verisim/core';
import { badState, noOracle, noRowsToPerturb } from '../errors.ts';
import { BLOCK_ROWS, type Maker, perturbModel } from '../perturb/perturb-model.ts';
import { type PerturbOptions, perturbOptions } from '../perturb/perturb-options.ts';
import { loadTable, ownRows, saveTable } from '../perturb/source-rows.ts';
import { attacks } from './kinds.ts';
import { thresholdModel, thresholdSource } from './near-threshold.ts';
import type { Oracle } from './oracle.ts';

const MAKER: Maker = {
  name: 'adversarial',
  version: '0.1.0',
  known: attacks,
  byDefault: attacks.map(({ name }) => name),
  adversarial: true,
};

const THRESHOLD = 'near-threshold';

/** {@link adversarial} with a model to ask, for the kind `near-threshold`: rows just beside where it changes its answer. Goes alone, not with other kinds. */
export function adversarialWith(oracle: Oracle | null): Generator<PerturbOptions, 'data'> {
  return {
    kind: 'generator',
    api: 1,
    name: MAKER.name,
    version: MAKER.version,
    summary: 'Rows made to mislead (injections, encodings, false roles), tagged and meant for evaluation alone',
    family: 'rule',
    options: perturbOptions(
      [...attacks.map(({ name }) => name), THRESHOLD],
      1,
      'all but near-threshold, which asks your model and goes alone,',
    ),
    needs: 'data',
    traits: { reproducible: true, memorises: true, conditional: false, blockRows: BLOCK_ROWS },
    fit(data, options, ctx) {
      ctx.signal.throwIfAborted();
      if (data.rows === 0) throw noRowsToPerturb(MAKER.name);
      return asksModel(options)
        ? fitThreshold(ownRows(data), options, oracle, ctx)
        : perturbModel(ownRows(data), options, MAKER);
    },
    async load({ generator, version, json, arrays }) {
      if (generator !== MAKER.name || version !== MAKER.version)
        throw badState(`${MAKER.name} ${MAKER.version}`, `${generator} ${version}`);
      const { table, options } = json as unknown as { table: Json; options: PerturbOptions };
      const source = loadTable(table, arrays);
      if (!asksModel(options)) return perturbModel(source, options, MAKER);
      return threshold(source, options, arrays.answers as Float64Array, oracle);
    },
  };
}

/**
 * Texts made to mislead, for evaluation suites: injections with a canary, false roles, Base64, leetspeak, characters without width, text stored backwards. Every row is tagged
 * `adversarial`. Throws `generator-rules/...`.
 */
export const adversarial: Generator<PerturbOptions, 'data'> = adversarialWith(null);

function asksModel({ kinds }: PerturbOptions): boolean {
  return (typeof kinds === 'string' ? [kinds] : kinds).join().trim() === THRESHOLD;
}

async function fitThreshold(data: Table, options: PerturbOptions, oracle: Oracle | null, ctx: Context): Promise<Model> {
  if (oracle === null) throw noOracle();
  const { answers } = await thresholdSource(data, oracle);
  ctx.signal.throwIfAborted();
  return threshold(data, options, answers, oracle);
}

function threshold(source: Table, options: PerturbOptions, answers: Float64Array, oracle: Oracle | null): Model {
  if (oracle === null) throw noOracle();
  return thresholdModel({ source, answers }, oracle, (): ModelState => {
    const { json, arrays } = saveTable(source);
    const kept = JSON.parse(JSON.stringify({ table: json, options })) as Json;
    return {
      generator: MAKER.name,
      version: MAKER.version,
      json: kept,
      arrays: { ...arrays, answers: answers.slice() },
    };
  });
}
