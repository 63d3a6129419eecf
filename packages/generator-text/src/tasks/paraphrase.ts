import { fencedSeeds } from './fence.ts';
import { promptOf, type Texts, textRows, textsSchema, wishLines } from './prompt-words.ts';
import type { TextTask } from './text-task.ts';

/** A real text said again: same meaning, other words, the seed's label. */
export const paraphraseTask: TextTask<Texts> = {
  name: 'paraphrase',
  version: '1',
  summary: 'a real text said in other words; keeps its label',
  columns: null,
  shows: 'one seed',
  labelled: false,
  attributes: { changes: ['the words', 'the order of what is said', 'length: shorter', 'length: longer', 'formality'] },
  prompt: (parts) =>
    promptOf(parts, 'You say texts again in other words. Meaning, facts, names and numbers stay as they are.', [
      `The text:\n${fencedSeeds(parts)}`,
      wishLines('version', parts),
    ]),
  schema: textsSchema,
  rows: textRows,
};
