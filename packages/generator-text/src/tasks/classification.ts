import { fencedSeeds } from './fence.ts';
import { promptOf, quotedLabel, type Texts, textRows, textsSchema, wishLines } from './prompt-words.ts';
import type { TextTask } from './text-task.ts';

/** New texts of a label, with rotating real ones as examples. */
export const classificationTask: TextTask<Texts> = {
  name: 'classification',
  version: '1',
  summary: 'new texts of each label, after rotating real examples',
  columns: null,
  shows: 'examples',
  labelled: true,
  attributes: {},
  prompt: (parts) =>
    promptOf(parts, 'You write examples for a text classifier, as different from each other as real ones are.', [
      `The label is ${quotedLabel(parts.label)}, one of: ${parts.labels.map(quotedLabel).join(', ')}.`,
      `Real texts of this label:\n${fencedSeeds(parts)}`,
      wishLines(`new text`, parts),
      'Each must clearly be of this label and of no other. Do not name the label, and take no sentence over.',
    ]),
  schema: textsSchema,
  rows: textRows,
};
