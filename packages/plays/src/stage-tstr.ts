import { forkContext, quietContext, type Stage } from '@verisim/core';
import { metrics } from '@verisim/evaluator-utility';
import { addSection, type CoverageGapState, failedCheck } from './coverage-gap-state.ts';
import { drawChecked } from './draw-checked.ts';
import { meanAndError, trainAndScore } from './score.ts';

/** The share of the real-only model's skill that a model trained on synthetic rows alone must keep. */
const KEPT_SKILL = 0.7;

/** Train on synthetic, test on real, in every fold of the training part. */
export const stageTstr: Stage<CoverageGapState> = {
  name: 'tstr',
  title: 'Train on synthetic, test on real',
  async run(state, ctx) {
    const { plan, learner } = state;
    const folds = state.folds!;
    const scores: number[] = [];
    for (const [index, fold] of folds.entries()) {
      const local = quietContext(forkContext(ctx, `fold:${index}`));
      const source = { ...state, model: fold.model, train: fold.train.table };
      const drawn = await drawChecked(source, { rows: fold.train.table.rows }, forkContext(local, 'draw'));
      const request = { ...plan, train: drawn.tracked.table, validation: fold.validation };
      scores.push(await trainAndScore(learner, request, 'learner', local));
      ctx.progress({ done: index + 1, total: folds.length, note: 'folds' });
    }
    const kept = scores.map(
      (score, i) => skill(plan.metric, score) - KEPT_SKILL * skill(plan.metric, folds[i].realScore),
    );
    const margin = meanAndError(kept);
    const passed = margin.mean + (Number.isNaN(margin.error) ? 0 : margin.error) >= 0;
    const synthetic = meanAndError(scores).mean;
    const real = meanAndError(folds.map((fold) => fold.realScore)).mean;
    const figures = `${plan.metric} ${synthetic.toFixed(4)} trained on synthetic rows, ${real.toFixed(4)} on real ones`;
    const text = [
      `In each of ${folds.length} folds the generator saw only that fold's training rows: ${figures}. The check: at least ` +
        `${100 * KEPT_SKILL} % of the real model's skill above chance, within one standard error. ${passed ? 'Passed.' : 'Failed.'}`,
    ];
    const sections = addSection(state, { title: 'Utility: train on synthetic, test on real', text });
    return passed
      ? { sections }
      : { sections, ...failedCheck(state, `The train-on-synthetic, test-on-real check failed: ${figures}.`) };
  },
};

/** How far above a model that knows nothing. A log loss has no such zero that holds for all data: ln 2 is taken. */
function skill(metric: keyof typeof metrics, score: number): number {
  if (metrics[metric].better === 'lower') return Math.LN2 - score;
  return metric === 'roc-auc' ? score - 0.5 : score;
}
