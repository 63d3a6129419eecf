import { fencedSeeds } from './fence.ts';
import { promptOf, quotedLabel, type Texts, textRows, textsSchema, wishLines } from './prompt-words.ts';
import type { TextTask } from './text-task.ts';

/** Texts just on this side of the border to another label. */
export const boundaryTask: TextTask<Texts> = {
  name: 'boundary',
  version: '1',
  summary: 'texts just on this side of the border to another label',
  columns: null,
  shows: 'examples',
  labelled: true,
  attributes: { border: ['one detail decides', 'both are mentioned, one is asked for', 'the same words as the other'] },
  prompt: (parts) => {
    const others = parts.labels.filter((label) => label !== parts.label).map(quotedLabel);
    return promptOf(parts, 'You write border cases for a text classifier: what a person needs a second look for.', [
      `The label is ${quotedLabel(parts.label)}. The text must be of this label, and nearly of one of: ${others.join(', ')}.`,
      `Real texts of this label:\n${fencedSeeds(parts)}`,
      wishLines('border case', parts),
    ]);
  },
  schema: textsSchema,
  rows: textRows,
};
