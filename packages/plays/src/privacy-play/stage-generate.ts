import { canonicalJson, fit, forkContext, type Stage } from '@verisim/core';
import { drawChecked } from '../draw-checked.ts';
import type { PrivacyState } from './privacy-state.ts';

/** Fits the generator to the training part and draws the rows that are to be released. */
export const stageGenerate: Stage<PrivacyState> = {
  name: 'generate',
  title: 'Generate the rows',
  async run({ plan, train, generator, fingerprints, run, sections, seed }, ctx) {
    const model = await fit(generator, train.table, plan.generatorOptions, forkContext(ctx, 'fit'));
    const source = { model, generator, train: train.table, fingerprints, run };
    const drawn = await drawChecked(source, { rows: plan.rows ?? train.table.rows }, forkContext(ctx, 'draw'));
    const madeBy = `${generator.name} ${generator.version}, options ${canonicalJson(plan.generatorOptions)}, seed ${seed}; rows that fail a check are dropped and drawn again.`;
    const rows = drawn.tracked.table.rows.toLocaleString('en-US');
    const text = [`${rows} rows by ${madeBy}`];
    return {
      synthetic: drawn.tracked,
      madeBy,
      sections: [...sections, { title: 'How the rows were made', text, findings: drawn.findings }],
    };
  },
};
