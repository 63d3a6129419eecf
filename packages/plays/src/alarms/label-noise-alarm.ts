import { type Context, takeRows } from '@verisim/core';
import { boostedTrees, type LabelNoise, labelNoise, learnerFor } from '@verisim/evaluator-utility';
import { ALARM_ALPHA, type Alarm, type AlarmInput, percent, unknownAlarm } from './alarm.ts';
import { comparedRows } from './gap-rows.ts';
import { type NoisySlice, noisySlices } from './label-noise-slices.ts';

const NAME = 'label-noise';
const MEASURES = 'synthetic labels that models of real rows doubt, beyond real ones';
/** An excess that no one would act on. */
const MARGIN = 0.01;

/**
 * Labels that do not fit their rows: confident learning with models trained on real rows alone. Real rows, judged by models that did
 * not see them, are the control, so that classes which overlap do not count as noise. Says whether the noise sits in a slice or a style.
 */
export async function labelNoiseAlarm(input: AlarmInput, ctx: Context): Promise<Alarm> {
  const { real, synthetic, target, where, lineage } = input;
  if (target === undefined)
    return unknownAlarm(NAME, MEASURES, 'No target was named, so there are no labels to doubt.', 'Name the target.');
  const learner = input.learner ?? learnerFor(real, target, boostedTrees({ rounds: 60 }));
  // A gap that is told by the target is compared class by class anyway.
  const told = where?.filter(({ column }) => column !== target);
  const rows = comparedRows(real, synthetic, told);
  const made = takeRows(synthetic, rows.synthetic);
  const found = await labelNoise({ real, synthetic: made, target, learner, compared: rows.real }, ctx);
  if (found === null) {
    const why = 'No class has rows on both sides that models of real rows are confident about.';
    return unknownAlarm(NAME, MEASURES, why, 'Have a person review a sample of the labels.');
  }
  const on = found.pAbove(MARGIN) < ALARM_ALPHA;
  const slices = on
    ? noisySlices(found, { real, synthetic: made, target, lineage: lineage && takeRows(lineage, rows.synthetic) })
    : [];
  const { excess, low, high, rate, control } = found;
  const figures = `Models of the real rows doubt ${percent(rate)} of the synthetic labels and ${percent(control)} of the real ones`;
  return {
    name: NAME,
    measures: MEASURES,
    figure: excess,
    low,
    high,
    expected: 0,
    level: on ? 'alarm' : 'quiet',
    message: `${figures}.${on ? ` ${sliceText(slices)}` : ''}`,
    next: on ? nextStep(slices, found) : '',
  };
}

function sliceText(slices: readonly NoisySlice[]): string {
  if (slices.length === 0) return 'It is spread over slices and styles as chance would have it.';
  const shown = slices.slice(0, 3).map(({ name, rate, control }) => {
    return `${name} (${percent(rate)}${control === null ? '' : `, real rows ${percent(control)}`})`;
  });
  return `It is systematic: it sits in ${shown.join(', ')}.`;
}

function nextStep(slices: readonly NoisySlice[], { synthetic }: LabelNoise): string {
  const rows = synthetic.doubted.reduce((sum, state) => sum + Number(state === 1), 0);
  const where =
    slices.length > 0 ? `Correct what writes the labels of ${slices[0].name}` : 'Correct how labels are given';
  return `${where}, or drop the ${rows.toLocaleString('en-US')} doubted rows, and look at a sample of them first.`;
}
