import type { Generator } from '@verisim/core';
import { badState, noRowsToPerturb } from '../errors.ts';
import { perturbations } from './kinds.ts';
import { BLOCK_ROWS, type Maker, perturbModel } from './perturb-model.ts';
import { type PerturbOptions, perturbOptions } from './perturb-options.ts';
import { loadTable, ownRows } from './source-rows.ts';

const MAKER: Maker = {
  name: 'perturb',
  version: '0.1.0',
  known: perturbations,
  byDefault: ['typos', 'jitter'],
  adversarial: false,
};

/**
 * Rows of a table, disturbed as life disturbs them: typos, misread characters, shuffled clauses, noise on numbers. The lineage says which row each comes from, what was done
 * (`edits`, which {@link revertEdits} takes back), whether the label may have changed, and how hard it should be. Throws `generator-rules/...`.
 */
export const perturb: Generator<PerturbOptions, 'data'> = {
  kind: 'generator',
  api: 1,
  name: MAKER.name,
  version: MAKER.version,
  summary: 'Rows disturbed as life disturbs them (typos, OCR, casing, units, noise ...), each edit on record',
  family: 'rule',
  options: perturbOptions(
    perturbations.map(({ name }) => name),
    0.1,
    'typos for texts and jitter for numbers',
  ),
  needs: 'data',
  traits: { reproducible: true, memorises: true, conditional: false, blockRows: BLOCK_ROWS },
  fit(data, options, ctx) {
    ctx.signal.throwIfAborted();
    if (data.rows === 0) throw noRowsToPerturb(MAKER.name);
    return perturbModel(ownRows(data), options, MAKER);
  },
  load({ generator, version, json, arrays }) {
    if (generator !== MAKER.name || version !== MAKER.version)
      throw badState(`${MAKER.name} ${MAKER.version}`, `${generator} ${version}`);
    const { table, options } = json as unknown as { table: Parameters<typeof loadTable>[0]; options: PerturbOptions };
    return perturbModel(loadTable(table, arrays), options, MAKER);
  },
};
