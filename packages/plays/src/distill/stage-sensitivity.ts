import { forkContext, type Stage } from '@verisim/core';
import { addSection, type DistillState } from './distill-state.ts';
import { labelNoiseSensitivity } from './label-noise-sensitivity.ts';
import { evenNoise, type LabelSourceNoise } from './label-source-noise.ts';
import { sensitivitySection } from './sensitivity-section.ts';

/** The curve of the lift at 0, 1 and 2 times the teacher's residual noise. */
export const stageSensitivity: Stage<DistillState> = {
  name: 'sensitivity',
  title: "The curve of the lift by the teacher's noise",
  async run(state, ctx) {
    const { plan, train, teacher, learner } = state;
    const { target, metric, folds, seeds } = plan;
    const classes = state.classes!;
    const kept = state.errors!.kept;
    const made = state.labelled!.table.rows;
    const share = Math.min(0.75, Math.max(0.25, made / (made + train.rows)));
    const noise = { classes, transition: transitionOf(kept, classes.length) };
    const request = { train, target, learner, metric, noise, share, folds, seeds };
    const sensitivity = await labelNoiseSensitivity(request, forkContext(ctx, 'curve'));
    const section = sensitivitySection(teacher.name, sensitivity);
    const text = kept.wrong === 0 ? [...section.text!, unseen(kept)] : section.text;
    return { sensitivity, sections: addSection(state, { ...section, text }) };
  },
};

/** Where no error was seen the curve is drawn for the most that there can be. */
function transitionOf(kept: LabelSourceNoise, classCount: number): Float64Array {
  return kept.wrong === 0 ? evenNoise(kept.high, classCount) : kept.transition;
}

function unseen({ rows, high }: LabelSourceNoise): string {
  return `None of ${rows.toLocaleString('en-US')} kept answers was wrong; the curve takes the upper end of the interval, ${(100 * high).toFixed(1)} %, as the noise.`;
}
