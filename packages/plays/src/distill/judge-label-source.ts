import type { Context, Learner, Table } from '@verisim/core';
import type { MetricName } from '@verisim/evaluator-utility';
import type { ReportSection } from '@verisim/report';
import { orderedClasses } from '../class-order.ts';
import { badTeacher } from '../errors.ts';
import { labelNoiseSensitivity, type Sensitivity } from './label-noise-sensitivity.ts';
import { evenNoise, type LabelSourceNoise, labelSourceNoise } from './label-source-noise.ts';
import { sensitivitySection } from './sensitivity-section.ts';
import { biasSentence, type SourceBiases, sourceBiases } from './source-bias.ts';

/** A source of labels and the real rows that it labelled. */
export interface LabelSourceRequest {
  /** What labelled: a rule, a language model, a simulation. */
  readonly name: string;
  /** Real rows with real labels. */
  readonly labelled: Table;
  /** What the source says of them, one text per row, `null` where it says nothing. */
  readonly said: readonly (string | null)[];
  /** Real rows that the curve is trained on; `labelled` when left out. */
  readonly train?: Table;
  readonly target: string;
  readonly learner: Learner;
  readonly metric: MetricName;
  readonly folds?: number;
  readonly seeds?: number;
}

/** How often a source is wrong, where, and what that costs. */
export interface JudgedLabelSource {
  readonly noise: LabelSourceNoise;
  readonly biases: SourceBiases;
  readonly curve: Sensitivity;
  readonly section: ReportSection;
}

/** The error rate of a label source on real rows, its biases by slice, and the curve of the lift at 0, 1 and 2 times its noise. Throws `plays/bad-teacher` and what the curve throws. */
export async function judgeLabelSource(request: LabelSourceRequest, ctx: Context): Promise<JudgedLabelSource> {
  const { name, labelled, target, learner, metric, folds, seeds } = request;
  const { classes, truth } = orderedClasses(labelled, target);
  const said = Int32Array.from(request.said, (text, row) => placeOf(text, row, request, classes));
  const noise = labelSourceNoise(said, truth, classes.length);
  if (noise.rows === 0)
    throw badTeacher(
      `${name} labelled none of the real rows.`,
      'Let it label real rows: its errors show on nothing else.',
    );
  const biases = sourceBiases(labelled, target, { said, truth, classes });
  const transition = noise.wrong === 0 ? evenNoise(noise.high, classes.length) : noise.transition;
  const train = request.train ?? labelled;
  const asked = { train, target, learner, metric, noise: { classes, transition }, folds, seeds };
  const curve = await labelNoiseSensitivity(asked, ctx);
  const section = sensitivitySection(name, curve);
  const text = [noiseSentence(name, noise), biasSentence(name, biases), ...section.text!];
  return { noise, biases, curve, section: { ...section, title: `The labels of ${name}`, text } };
}

/** How often a source is wrong, in a sentence. */
export function noiseSentence(name: string, { wrong, rows, rate, low, high }: LabelSourceNoise): string {
  const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
  const curve = wrong === 0 ? '; the curve takes the upper end of the interval for its noise' : '';
  return `${name} is wrong on ${wrong} of ${rows.toLocaleString('en-US')} real rows: ${percent(rate)}, 95 % interval ${percent(low)} to ${percent(high)}${curve}.`;
}

function placeOf(
  text: string | null,
  row: number,
  { name, target }: LabelSourceRequest,
  classes: readonly string[],
): number {
  if (text === null) return -1;
  const place = classes.indexOf(text.trim());
  if (place >= 0) return place;
  throw badTeacher(
    `${name} says "${text}" of real row ${row + 1}, which is no class of "${target}".`,
    `Classes: ${classes.join(', ')}. Leave a cell empty where it says nothing.`,
  );
}
