import { fencedSeeds } from './fence.ts';
import { promptOf, type Texts, textRows, textsSchema, wishLines } from './prompt-words.ts';
import type { TextTask } from './text-task.ts';

/** A real text as people of other places and manners would write it. */
export const styleTask: TextTask<Texts> = {
  name: 'style',
  version: '1',
  summary: 'a real text in other locales and styles; keeps its label',
  columns: null,
  shows: 'one seed',
  labelled: false,
  attributes: {
    locale: ['en-US', 'en-GB', 'en-IN', 'en-AU', 'second-language English'],
    style: ['chat message', 'e-mail', 'voice transcript', 'social media post'],
  },
  prompt: (parts) =>
    promptOf(
      parts,
      'You rewrite texts for another place and manner of writing. What is meant stays; spelling, words, units, courtesy and form follow the locale and the style.',
      [`The text:\n${fencedSeeds(parts)}`, wishLines('version', parts)],
    ),
  schema: textsSchema,
  rows: textRows,
};
