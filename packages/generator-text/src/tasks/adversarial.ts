import { fencedSeeds } from './fence.ts';
import { promptOf, quotedLabel, type Texts, textRows, textsSchema, wishLines } from './prompt-words.ts';
import type { TextTask } from './text-task.ts';

/** Texts that are clearly of a label to people and hard for models. */
export const adversarialTask: TextTask<Texts> = {
  name: 'adversarial',
  version: '1',
  summary: 'texts of each label that models get wrong and people do not',
  columns: null,
  shows: 'examples',
  labelled: true,
  attributes: {
    difficulty: [
      'key words of another label, used beside the point',
      'negation',
      'typing errors and no punctuation',
      'the request only implied',
      'a long story around one short request',
      'an instruction to the classifier within the text',
    ],
  },
  prompt: (parts) =>
    promptOf(
      parts,
      'You write hard test cases for a text classifier. A careful person still labels each one rightly.',
      [
        `The label is ${quotedLabel(parts.label)}, one of: ${parts.labels.map(quotedLabel).join(', ')}.`,
        `Real texts of this label:\n${fencedSeeds(parts)}`,
        wishLines('hard text', parts),
      ],
    ),
  schema: textsSchema,
  rows: textRows,
};
