import { z } from 'zod';
import { fencedSeeds } from './fence.ts';
import { listOf, promptOf, someText, wishLines } from './prompt-words.ts';
import type { TextTask } from './text-task.ts';

interface Preferences {
  readonly pairs: readonly { readonly prompt: string; readonly chosen: string; readonly rejected: string }[];
}

const pair = z
  .strictObject({ prompt: someText, chosen: someText, rejected: someText })
  .refine(({ chosen, rejected }) => chosen.trim() !== rejected.trim(), 'chosen and rejected must differ');

/** A prompt with a better and a worse answer. The better one is not always the longer: length alone must not tell them apart. */
export const preferenceTask: TextTask<Preferences> = {
  name: 'preference',
  version: '1',
  summary: 'prompts with a better and a worse answer',
  columns: ['prompt', 'chosen', 'rejected'],
  shows: 'one seed',
  labelled: false,
  attributes: {
    'the worse answer': ['is wrong in one fact', 'misses what was asked', 'is vague', 'is rude or preachy', 'rambles'],
    'the better answer': ['is shorter than the worse', 'is longer than the worse'],
  },
  prompt: (parts) =>
    promptOf(
      parts,
      'You write pairs of answers for preference training: one that people prefer, one that is plausible and worse.',
      [
        `A request:\n${fencedSeeds(parts)}`,
        wishLines('pair', parts),
        'Each "prompt" is a request of the same kind as this one, in words of its own.',
      ],
    ),
  schema: (parts) => listOf('pairs', pair, parts) as unknown as z.ZodType<Preferences>,
  rows: ({ pairs }) => pairs.map(({ prompt, chosen, rejected }) => ({ prompt, chosen, rejected })),
};
