import { z } from 'zod';
import { fencedSeeds } from './fence.ts';
import { listOf, promptOf, someText, wishLines } from './prompt-words.ts';
import type { PromptParts, TextTask } from './text-task.ts';

interface Records {
  readonly records: readonly { readonly text: string; readonly record: Readonly<Record<string, string | null>> }[];
}

/** Texts and what is to be taken out of them; a value that does not stand in its text word for word is left out. */
export const extractionTask: TextTask<Records> = {
  name: 'extraction',
  version: '1',
  summary: 'texts with the fields to be taken out of them (task.fields)',
  columns: ['text', 'record'],
  shows: 'examples',
  labelled: false,
  attributes: { holds: ['all fields', 'some fields', 'values written unusually', 'other values that mislead'] },
  prompt: (parts) =>
    promptOf(parts, 'You write texts for training a model that takes fields out of texts, with the right answer.', [
      `Real texts:\n${fencedSeeds(parts)}`,
      wishLines('new text', parts),
      `Under "record" give ${parts.fields.map((field) => JSON.stringify(field)).join(', ')} as they stand in the text, letter by letter; null for what is not in it.`,
    ]),
  schema: (parts) => listOf('records', recordSchema(parts), parts) as unknown as z.ZodType<Records>,
  rows: ({ records }) => records.map(({ text, record }) => ({ text: text.trim(), record: JSON.stringify(record) })),
};

function recordSchema({ fields }: PromptParts) {
  const record = z.strictObject(Object.fromEntries(fields.map((field) => [field, someText.nullable()])));
  return z
    .strictObject({ text: someText, record })
    .refine(
      ({ text, record }) => Object.values(record).every((value) => value === null || text.includes(value)),
      'every value of "record" must stand in "text" letter by letter',
    );
}
