import { forkContext, measure, type Stage } from '@verisim/core';
import { fidelity } from '@verisim/evaluator-fidelity';
import { addSection, type CoverageGapState, failedCheck } from './coverage-gap-state.ts';
import { drawChecked } from './draw-checked.ts';

/** How far below two halves of the real data a generator may fall before the play stops. */
const TOLERANCE = 0.05;
const GATED = ['column-shapes', 'pair-trends-shared-bins'] as const;

/** Checks margins and dependence of a full-size synthetic set against the training part. */
export const stageFidelity: Stage<CoverageGapState> = {
  name: 'fidelity',
  title: 'Check margins, correlations and coverage',
  async run(state, ctx) {
    const source = { ...state, model: state.model!, train: state.train.table };
    const drawn = await drawChecked(source, { rows: state.train.table.rows }, forkContext(ctx, 'draw'));
    const data = { real: state.train.table, synthetic: drawn.tracked.table };
    const found = await measure(data, [{ evaluator: fidelity }], forkContext(ctx, 'measure'));
    const failures = GATED.flatMap((metric) => {
      const measured = found.measurements.find((candidate) => candidate.metric === metric && !candidate.where.column);
      const reference = measured?.reference?.['two halves of the real data'];
      if (measured?.value == null || reference === undefined || measured.value >= reference - TOLERANCE) return [];
      return [`${metric} is ${measured.value.toFixed(4)}, two halves of the real data reach ${reference.toFixed(4)}`];
    });
    const title = 'Fidelity: margins, correlations, coverage';
    const text = [
      `${drawn.tracked.table.rows.toLocaleString('en-US')} synthetic rows against the training part. The check: ` +
        `${GATED.join(' and ')} at most ${TOLERANCE} below what two halves of the real data reach. ` +
        (failures.length === 0 ? 'Passed.' : `Failed: ${failures.join('; ')}.`),
    ];
    const sections = addSection(state, { title, text, ...found });
    if (failures.length === 0) return { sections };
    return { sections, ...failedCheck(state, `The fidelity check failed: ${failures.join('; ')}.`) };
  },
};
