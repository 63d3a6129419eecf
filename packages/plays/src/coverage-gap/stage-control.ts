import { forkContext, type Stage } from '@verisim/core';
import { meanAndError } from '../score.ts';
import { sweepWork } from '../sweep/sweep-work.ts';
import { trainArm } from '../sweep/train-arm.ts';
import { addSection, type CoverageGapState } from './coverage-gap-state.ts';
import { foldScore } from './fold-score.ts';

/** Splits the training part into folds and trains the real-only control in each. */
export const stageControl: Stage<CoverageGapState> = {
  name: 'control',
  title: 'Train the real-only control',
  async run(state, ctx) {
    const { plan, train, learner, generator } = state;
    const parts = { smote: state.smote, second: state.second, fingerprints: state.fingerprints, units: state.units };
    const { generatorOptions } = plan;
    const request = { ...plan, train: train.table, generator, generatorOptions, learner, run: state.run, ...parts };
    const work = sweepWork(request, forkContext(ctx, 'folds'));
    const scores: number[] = [];
    for (const fold of work.folds) {
      scores.push(foldScore(work, fold, await trainArm(work, fold, { arm: 'real-only', ratio: 0 })));
      ctx.progress({ done: scores.length, total: work.folds.length, note: 'folds' });
    }
    const { mean, error } = meanAndError(scores);
    const text = [
      `Trained on real rows alone, ${learner.name} reaches ${plan.metric} ${mean.toFixed(4)} ± ${error.toFixed(4)} ` +
        `(mean and standard error over ${work.folds.length} folds of the training part, all rows).`,
    ];
    return { work, sections: addSection(state, { title: 'The control: real rows alone', text }) };
  },
};
