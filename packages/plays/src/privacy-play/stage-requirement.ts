import type { Stage } from '@verisim/core';
import type { PrivacyState } from './privacy-state.ts';

/** Writes down what must stay out of reach before anything is generated. */
export const stageRequirement: Stage<PrivacyState> = {
  name: 'requirement',
  title: 'State what must stay out of reach',
  run({ plan, train, sections }) {
    const text = [
      plan.requirement,
      `The facts stand in ${plan.sensitive.map((name) => `"${name}"`).join(', ')}; a row is ${plan.unit}. ${train.table.rows.toLocaleString('en-US')} training rows; the locked holdout is the control of every attack.`,
      plan.release ?? 'Who receives the rows was not stated: the attacks below assume anybody.',
    ];
    return { sections: [...sections, { title: 'The requirement', text }] };
  },
};
