import { forkContext, type Stage, syntheticRowsFor } from '@verisim/core';
import { drawChecked } from '../draw/draw-checked.ts';
import { addSection, type CoverageGapState, sourceOf } from './coverage-gap-state.ts';

/** Fills the gap, and only the gap, at the chosen ratio from the generator fitted to the whole training part. */
export const stageRelease: Stage<CoverageGapState> = {
  name: 'release',
  title: 'Fill the gap',
  async run(state, ctx) {
    const { plan, gapRows = 0, ratio = 0 } = state;
    const rows = Math.max(1, syntheticRowsFor(ratio, gapRows));
    const release = await drawChecked(sourceOf(state), { rows, where: plan.where }, forkContext(ctx, 'draw'));
    const text = [
      `${release.tracked.table.rows.toLocaleString('en-US')} synthetic rows beside ${gapRows.toLocaleString('en-US')} real ones in the gap; ` +
        `${release.dropped} were dropped by a check and drawn again, ${release.shortfall} are missing.`,
    ];
    const findings = release.findings.map(({ rule, level, message }) => ({ rule, level, message }));
    return { release, sections: addSection(state, { title: 'The synthetic rows', text, findings }) };
  },
};
