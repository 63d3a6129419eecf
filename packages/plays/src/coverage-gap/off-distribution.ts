import { type Context, type Evaluation, forkContext, measure, rowsWhere, takeRows } from '@verisim/core';
import { fidelity } from '@verisim/evaluator-fidelity';
import { drawChecked } from '../draw/draw-checked.ts';
import { keptJson, noUnits } from '../kept-units.ts';
import { type CoverageGapState, sourceOf } from './coverage-gap-state.ts';

/** Where a generator leaves the real rows of the gap, in words, with the figures. */
export interface OffDistribution {
  readonly message: string;
  readonly evaluation: Pick<Evaluation, 'measurements' | 'charts'>;
}

const SHOWN = new Set(['detector-auc', 'column-detector-auc', 'pair-detector-auc']);

/** Trains a detector on real and synthetic rows of the gap: by what it tells them apart is where the generator is wrong. */
export function offDistribution(state: CoverageGapState, ctx: Context): Promise<OffDistribution> {
  return keptJson(state.units ?? noUnits, 'off-distribution', async () => {
    const { plan, train } = state;
    const real = takeRows(train.table, rowsWhere(train.table, plan.where));
    const drawn = await drawChecked(sourceOf(state), { rows: real.rows, where: plan.where }, forkContext(ctx, 'draw'));
    const data = { real, synthetic: drawn.tracked.table };
    const found = await measure(data, [{ evaluator: fidelity }], forkContext(ctx, 'measure'));
    const told = found.findings.find(({ rule }) => rule === 'told-apart');
    const rows = `${real.rows.toLocaleString('en-US')} real and ${data.synthetic.rows.toLocaleString('en-US')} synthetic rows of the gap`;
    const message = told
      ? `The generator is off the distribution of the gap (${rows}): ${told.message}`
      : `The generator is off the distribution in a way that no detector sees among ${rows}: look at how their labels came about.`;
    return {
      message,
      evaluation: {
        measurements: found.measurements.filter(({ metric }) => SHOWN.has(metric)),
        charts: found.charts.filter(({ name }) => name.startsWith('detector')),
      },
    };
  });
}
