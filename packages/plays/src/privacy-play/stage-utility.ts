import { forkContext, measurement, type Stage } from '@verisim/core';
import { boostedTrees, learnerFor, metricOf } from '@verisim/evaluator-utility';
import type { PrivacyPlan } from './privacy-plan.ts';
import type { PrivacyState, PrivacyVerdict } from './privacy-state.ts';
import { type UseLoss, useLoss } from './use-loss.ts';

const NO_LEAK = 'No leak is seen, which is not the same as none.';

/** Train on synthetic, test on real: only for rows in which no leak was seen, and on the opening that the attacks had. */
export const stageUtility: Stage<PrivacyState> = {
  name: 'utility',
  title: 'Train on synthetic, test on real',
  async run({ plan, train, synthetic, holdout, sections, learner: asked }, ctx) {
    const { target, metric } = plan;
    if (target === undefined) {
      const reason = `${NO_LEAK} Whether the rows are of use was not measured: no target was named.`;
      return { verdict: { decision: 'cannot tell', reason } };
    }
    const learner = asked ?? learnerFor(train.table, target, boostedTrees());
    const tables = { real: train.table, synthetic: synthetic!.table, holdout: holdout! };
    const found = await useLoss({ ...tables, target, metric, learner }, forkContext(ctx, 'use'));
    const verdict = judgeUse(plan, found);
    const { better, range } = metricOf(metric);
    const parts = { model: learner.name, better, range };
    const measurements = found && [
      measurement(`tstr-${metric}`, found.synthetic, parts),
      measurement(`real-${metric}`, found.real, parts),
      measurement(`loss-${metric}`, found.worse, { ...parts, range: undefined, better: 'lower', ...bounds(found) }),
    ];
    const title = 'Use: train on synthetic, test on real';
    return { verdict, sections: [...sections, { title, text: [verdict.reason], measurements: measurements ?? [] }] };
  },
};

function bounds({ low, high }: UseLoss): Pick<UseLoss, 'low' | 'high'> {
  return { low, high };
}

function judgeUse({ metric, loss, target }: PrivacyPlan, found: UseLoss | null): PrivacyVerdict {
  if (found === null)
    return { decision: 'do not use', reason: `${NO_LEAK} The synthetic rows hold one class of "${target}" alone.` };
  const { real, synthetic, worse, low, high } = found;
  const figures = `A model trained on the synthetic rows alone reaches ${metric} ${synthetic.toFixed(3)} on the holdout, one trained on real rows ${real.toFixed(3)}: worse by ${worse.toFixed(3)} (95 % interval ${low.toFixed(3)} to ${high.toFixed(3)})`;
  if (high <= loss) return { decision: 'use', reason: `${NO_LEAK} ${figures}, within the ${loss} that was allowed.` };
  if (low > loss)
    return { decision: 'do not use', reason: `${NO_LEAK} ${figures}, more than the ${loss} that was allowed.` };
  return { decision: 'cannot tell', reason: `${NO_LEAK} ${figures}; ${loss} was allowed, which the interval holds.` };
}
