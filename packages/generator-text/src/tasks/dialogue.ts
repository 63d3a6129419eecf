import { z } from 'zod';
import { fencedSeeds } from './fence.ts';
import { listOf, promptOf, someText, wishLines } from './prompt-words.ts';
import type { TextTask } from './text-task.ts';

interface Dialogues {
  readonly dialogues: readonly {
    readonly messages: readonly { readonly role: 'user' | 'assistant'; readonly content: string }[];
  }[];
}

const message = z.strictObject({ role: z.enum(['user', 'assistant']), content: someText });
const dialogue = z
  .strictObject({ messages: z.array(message).min(2).max(24) })
  .refine(
    ({ messages }) => messages.every(({ role }, i) => role === (i % 2 === 0 ? 'user' : 'assistant')),
    'user and assistant must take turns, the user first',
  )
  .refine(({ messages }) => messages.length % 2 === 0, 'the assistant must have the last word');

/** Conversations of a user with an assistant, begun from a real text. */
export const dialogueTask: TextTask<Dialogues> = {
  name: 'dialogue',
  version: '1',
  summary: 'conversations of user and assistant about what a real text is about',
  columns: ['messages'],
  shows: 'one seed',
  labelled: false,
  attributes: {
    course: ['settled at once', 'the assistant must ask back', 'the user changes the aim', 'the user is mistaken'],
    turns: ['2', '4', '6'],
  },
  prompt: (parts) =>
    promptOf(parts, 'You write conversations between a user and an assistant, as they happen.', [
      `The user comes with this:\n${fencedSeeds(parts)}`,
      wishLines('conversation', parts),
      'User and assistant take turns; the user begins and the assistant ends.',
    ]),
  schema: (parts) => listOf('dialogues', dialogue, parts) as unknown as z.ZodType<Dialogues>,
  rows: ({ dialogues }) => dialogues.map(({ messages }) => ({ messages: JSON.stringify(messages) })),
};
