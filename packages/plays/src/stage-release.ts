import { forkContext, type Stage, syntheticRowsFor } from '@verisim/core';
import { addSection, type CoverageGapState } from './coverage-gap-state.ts';
import { drawChecked } from './draw-checked.ts';

/** Fills the gap, and only the gap, at the chosen ratio from the generator fitted to the whole training part. */
export const stageRelease: Stage<CoverageGapState> = {
  name: 'release',
  title: 'Fill the gap',
  async run(state, ctx) {
    const { plan, gapRows = 0, ratio = 0 } = state;
    const rows = Math.max(1, syntheticRowsFor(ratio, gapRows));
    const source = { ...state, model: state.model!, train: state.train.table };
    const release = await drawChecked(source, { rows, where: plan.where }, forkContext(ctx, 'draw'));
    const text = [
      `${release.tracked.table.rows.toLocaleString('en-US')} synthetic rows beside ${gapRows.toLocaleString('en-US')} real ones in the gap; ` +
        `${release.dropped} were dropped by a check and drawn again, ${release.shortfall} are missing.`,
    ];
    const findings = release.findings.map(({ rule, level, message }) => ({ rule, level, message }));
    return { release, sections: addSection(state, { title: 'The synthetic rows', text, findings }) };
  },
};
