import { forkContext, type Stage } from '@verisim/core';
import { finishSweep } from '../sweep/sweep-ratios.ts';
import { sweepSection } from '../sweep/sweep-section.ts';
import { addSection, type CoverageGapState, failedCheck } from './coverage-gap-state.ts';
import { offDistribution } from './off-distribution.ts';

/**
 * Sweeps the ratio by cross-validation on the training part, with every control arm. When even the best ratio is surely worse than real rows alone
 * the generator is off the distribution and the play stops.
 */
export const stageSweep: Stage<CoverageGapState> = {
  name: 'sweep',
  title: 'Sweep the ratio by cross-validation',
  async run(state, ctx) {
    const sweep = await finishSweep(state.work!, forkContext(ctx, 'sweep'));
    const ratio = sweep.choice.candidate;
    const sections = addSection(state, sweepSection(sweep));
    const best = sweep.points.filter(({ arm }) => arm === 'synthetic').map(({ lift }) => lift!);
    if (!best.every(({ high }) => high < 0)) return { sweep, ratio, sections };
    const found = await offDistribution(state, forkContext(ctx, 'off-distribution'));
    const reason = `Cross-validation on the training part: every ratio is surely worse than real rows alone. ${found.message}`;
    const title = 'The generator is off the distribution';
    const finding = { rule: 'off-distribution', level: 'error', message: reason } as const;
    return {
      sweep,
      ratio,
      sections: addSection({ ...state, sections }, { title, ...found.evaluation, findings: [finding] }),
      ...failedCheck(state, reason),
    };
  },
};
