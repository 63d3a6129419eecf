import { concatTables, forkContext, type Stage, takeRows } from '@verisim/core';
import { metricOf } from '@verisim/evaluator-utility';
import { countClasses, orderedClasses } from '../class-order.ts';
import { drawChecked } from '../draw/draw-checked.ts';
import { keptNumbers, noUnits } from '../kept-units.ts';
import { meanAndError } from '../score.ts';
import type { SweepFold } from '../sweep/sweep-work.ts';
import { predictFold, trainArm } from '../sweep/train-arm.ts';
import { addSection, type CoverageGapState, failedCheck, sourceOf } from './coverage-gap-state.ts';
import { foldScore } from './fold-score.ts';
import { madeClasses } from './made-classes.ts';
import { ofAnyClass } from './of-any-class.ts';

/** The share of the real-only model's skill that a model trained on synthetic rows alone must keep. */
const KEPT_SKILL = 0.7;

/** Train on synthetic, test on real, in every fold of every seed. */
export const stageTstr: Stage<CoverageGapState> = {
  name: 'tstr',
  title: 'Train on synthetic, test on real',
  async run(state, ctx) {
    const { plan } = state;
    const work = state.work!;
    const { folds } = work;
    const [scores, reals]: [number[], number[]] = [[], []];
    for (const fold of folds) {
      reals.push(foldScore(work, fold, await trainArm(work, fold, { arm: 'real-only', ratio: 0 })));
      scores.push(foldScore(work, fold, await syntheticOnly(state, fold)));
      ctx.progress({ done: scores.length, total: folds.length, note: 'folds' });
    }
    const nothing = folds.map((fold) => knowingNothing(state, fold));
    const skill = (score: number, i: number) => score - nothing[i];
    const sign = metricOf(plan.metric).better === 'higher' ? 1 : -1;
    const kept = scores.map((score, i) => sign * (skill(score, i) - KEPT_SKILL * skill(reals[i], i)));
    const margin = meanAndError(kept);
    const passed = margin.mean + (Number.isNaN(margin.error) ? 0 : margin.error) >= 0;
    const figures = `${plan.metric} ${meanAndError(scores).mean.toFixed(4)} trained on synthetic rows, ${meanAndError(reals).mean.toFixed(4)} on real ones`;
    const text = [
      `In each of ${folds.length} folds (${plan.folds} of each seed) the generator saw only that fold's training rows: ${figures}. The check: at least ` +
        `${100 * KEPT_SKILL} % of the real model's skill above a model that knows nothing (${meanAndError(nothing).mean.toFixed(4)}), within one standard error. ${passed ? 'Passed.' : 'Failed.'}${realClasses(state)}`,
    ];
    const sections = addSection(state, { title: 'Utility: train on synthetic, test on real', text });
    return passed
      ? { sections }
      : { sections, ...failedCheck(state, `The train-on-synthetic, test-on-real check failed: ${figures}.`) };
  },
};

/** Classes that the generator does not make stay real. */
function realClasses({ model, train, plan }: CoverageGapState): string {
  const { names } = madeClasses(model!, train.table, plan.target);
  return names.length === 0 ? '' : ` Rows of ${names.join(', ')} stayed real: the generator makes none.`;
}

/** Predictions of a fold's validation rows by a model of as many synthetic rows as the fold has to train on. */
function syntheticOnly(state: CoverageGapState, fold: SweepFold): Promise<Float64Array> {
  const { learner, units = noUnits } = state;
  return keptNumbers(units, `${fold.label}/synthetic-only/${learner.name}`, async () => {
    const source = { ...sourceOf(state), model: await fold.model(), train: fold.train };
    const { target } = state.plan;
    const { made, others } = madeClasses(source.model, fold.train, target);
    if (made.length === 0) return sharesOf(state, fold);
    const rows = others.length === 0 ? fold.train.rows : made.length;
    const request = { rows, ...ofAnyClass(fold.train, target) };
    const drawn = await drawChecked(source, request, forkContext(fold.ctx, 'tstr'));
    const synthetic = drawn.tracked.table;
    const table = others.length === 0 ? synthetic : concatTables([takeRows(fold.train, others), synthetic]);
    // One class alone teaches nothing; a learner would refuse it.
    if (orderedClasses(table, target).classes.length < 2) return sharesOf(state, fold);
    return predictFold(state.work!, fold, { table, learner });
  });
}

function knowingNothing(state: CoverageGapState, fold: SweepFold): number {
  return foldScore(state.work!, fold, sharesOf(state, fold));
}

/** The class shares of the training rows as everyone's probabilities. */
function sharesOf({ work }: CoverageGapState, { trainTruth, rows }: SweepFold): Float64Array {
  const width = work!.classes.length;
  const counts = countClasses(trainTruth, width);
  return Float64Array.from({ length: rows.length * width }, (_, i) => counts[i % width] / trainTruth.length);
}
