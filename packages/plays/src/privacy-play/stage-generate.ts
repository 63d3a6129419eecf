import { canonicalJson, fit, forkContext, type Json, type Stage } from '@verisim/core';
import { parseDpClaim } from '@verisim/evaluator-privacy';
import { drawChecked } from '../draw/draw-checked.ts';
import { badPlan } from '../errors.ts';
import type { PrivacyState } from './privacy-state.ts';

/** Fits the generator to the training part and draws the rows that are to be released. */
export const stageGenerate: Stage<PrivacyState> = {
  name: 'generate',
  title: 'Generate the rows',
  async run({ plan, train, generator, fingerprints, run, sections, seed }, ctx) {
    if (generator.traits.private && plan.rows === undefined)
      throw badPlan(
        `${generator.name} promises differential privacy, and as many rows as there are training rows would tell how many that is.`,
        'Say how many rows to make: --rows 1000.',
      );
    const notes: Record<string, Json> = {};
    const note = (key: string, value: Json) => {
      notes[key] = value;
      ctx.note(key, value);
    };
    const model = await fit(generator, train.table, plan.generatorOptions, { ...forkContext(ctx, 'fit'), note });
    const claim = notes['differential-privacy'];
    const source = { model, generator, train: train.table, fingerprints, run };
    const drawn = await drawChecked(source, { rows: plan.rows ?? train.table.rows }, forkContext(ctx, 'draw'));
    const madeBy = `${generator.name} ${generator.version}, options ${canonicalJson(plan.generatorOptions)}, seed ${seed}; rows that fail a check are dropped and drawn again.`;
    const rows = drawn.tracked.table.rows.toLocaleString('en-US');
    const text = [`${rows} rows by ${madeBy}`];
    return {
      synthetic: drawn.tracked,
      madeBy,
      ...(claim !== undefined && { dp: parseDpClaim(claim, generator.name) }),
      sections: [...sections, { title: 'How the rows were made', text, findings: drawn.findings }],
    };
  },
};
