import { rowsWhere, type Stage } from '@verisim/core';
import { emptyGap } from '../errors.ts';
import { addSection, type CoverageGapState } from './coverage-gap-state.ts';

/** Says the gap in one sentence and counts the rows in it. */
export const stageGap: Stage<CoverageGapState> = {
  name: 'gap',
  title: 'Name the gap',
  run(state) {
    const { plan, train } = state;
    const gapRows = rowsWhere(train.table, plan.where).length;
    if (gapRows === 0) throw emptyGap(plan.gap);
    const others = train.table.rows - gapRows;
    const share = ((100 * gapRows) / train.table.rows).toFixed(1);
    const text = [
      plan.gap,
      `${gapRows.toLocaleString('en-US')} of ${train.table.rows.toLocaleString('en-US')} training rows lie in the gap (${share} %). ` +
        `${Math.max(0, others - gapRows).toLocaleString('en-US')} more would balance it.`,
      `Decided beforehand: ${plan.metric}, a lift of at least ${plan.threshold}` +
        `${plan.requirement === undefined ? '' : `, and a model that reaches ${plan.requirement}`}.`,
    ];
    return { gapRows, sections: addSection(state, { title: 'The gap', text }) };
  },
};
