import type { ReportSection } from '@verisim/report';
import type { Baseline } from '../baseline/baseline.ts';
import { powerSentence } from '../baseline/baseline-power.ts';
import { baselineSentence } from '../baseline/baseline-report.ts';
import type { CoverageGapPlan } from '../plan.ts';

/** What a play stands on: the baseline on the same training part, and whether the holdout can show a lift as small as the threshold. */
export function beforeSection(
  plan: CoverageGapPlan,
  kept: { readonly run: string; readonly baseline: Baseline },
): ReportSection {
  const { run, baseline } = kept;
  const { power, metric, slices } = baseline;
  const own = power !== null && metric === plan.metric ? power : null;
  const needed = own && own.lift > plan.threshold ? own.rows * (own.lift / plan.threshold) ** 2 : null;
  const unit = needed === null ? 1 : 10 ** Math.max(0, Math.floor(Math.log10(needed)) - 1);
  const rowsNeeded = needed === null ? null : Math.ceil(needed / unit) * unit;
  const shown = own && powerSentence({ ...own, threshold: plan.threshold, rowsNeeded }, metric);
  return {
    title: 'What it stands on',
    text: [
      `The baseline ${run}, with its error analysis of ${new Set(slices.map(({ slice }) => slice)).size} slices. ${baselineSentence(baseline)}`,
      ...(shown ? [shown] : []),
    ],
    findings: rowsNeeded === null ? [] : [{ rule: 'threshold-below-power', level: 'warning', message: shown! }],
  };
}
