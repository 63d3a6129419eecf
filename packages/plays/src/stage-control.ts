import { type Context, fit, forkContext, quietContext, type Stage, takeTrackedRows } from '@verisim/core';
import { addSection, type CoverageGapState, type FoldWork } from './coverage-gap-state.ts';
import { type Fold, stratifiedFolds } from './folds.ts';
import { meanAndError, scoreTable } from './score.ts';

/** Trains the real-only control by cross-validation on the training part, and fits the generator once per fold. */
export const stageControl: Stage<CoverageGapState> = {
  name: 'control',
  title: 'Train the real-only control',
  async run(state, ctx) {
    const { plan, train } = state;
    const split = stratifiedFolds(train.table, plan.target, plan.folds, ctx.random.fork('folds'));
    const folds: FoldWork[] = [];
    for (const [index, fold] of split.entries()) {
      folds.push(await workOf(state, fold, quietContext(forkContext(ctx, `fold:${index}`))));
      ctx.progress({ done: index + 1, total: split.length, note: 'folds' });
    }
    const { mean, error } = meanAndError(folds.map((fold) => fold.realScore));
    const text = [
      `Trained on real rows alone, ${state.learner.name} reaches ${plan.metric} ${mean.toFixed(4)} ± ${error.toFixed(4)} ` +
        `(mean and standard error over ${folds.length} folds of the training part).`,
    ];
    return { folds, sections: addSection(state, { title: 'The control: real rows alone', text }) };
  },
};

async function workOf(state: CoverageGapState, fold: Fold, ctx: Context): Promise<FoldWork> {
  const { plan, generator, learner } = state;
  const train = takeTrackedRows(state.train, fold.train);
  const validation = takeTrackedRows(state.train, fold.validation).table;
  const model = await fit(generator, train.table, plan.generatorOptions, forkContext(ctx, 'generator'));
  const random = ctx.random.fork('learner');
  const realOnly = await learner.fit(train.table, { target: plan.target, random, signal: ctx.signal });
  return { train, validation, model, realOnly, realScore: scoreTable(realOnly, validation, plan.target, plan.metric) };
}
