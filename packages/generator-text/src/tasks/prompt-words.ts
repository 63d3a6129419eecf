import { z } from 'zod';
import { fenceRule } from './fence.ts';
import type { Prompt, PromptParts, Wish } from './text-task.ts';

/** A prompt of a rule about fences, what to do, and the answer's form. */
export function promptOf(parts: PromptParts, does: string, user: readonly string[]): Prompt {
  const about = parts.about === '' ? '' : ` What the data is about: ${parts.about}`;
  const system = `${does}${about}\n${fenceRule(parts.nonce)}\nAnswer with one JSON object of the form asked for and nothing else.`;
  return { system, user: user.filter((part) => part !== '').join('\n\n') };
}

/** `Write 3 texts.` and what each shall be like, a line each. */
export function wishLines(what: string, { wishes }: PromptParts): string {
  const lines = wishes.map((wish, i) => {
    const words = wordsOf(wish);
    return `${i + 1}. ${words === '' ? 'as you like' : words}`;
  });
  const head = `Write ${wishes.length} ${what}${wishes.length === 1 ? '' : 's'}, in this order, each unlike the others and unlike the data:`;
  return [head, ...lines].join('\n');
}

function wordsOf({ persona, topic, attributes }: Wish): string {
  return [
    ...(topic.length > 0 ? [`topic: ${topic.join(' > ')}`] : []),
    ...attributes.map(([name, value]) => `${name}: ${value}`),
    ...(persona === null ? [] : [`written by: ${persona}`]),
  ].join('; ');
}

/**
 * A list under one name with an entry for each wish: so the model is told. An answer with fewer or more is paid for all the same, so what it has is taken, what is too
 * much left and what is missing asked for again.
 */
export function listOf<T extends z.ZodType>(
  name: string,
  entry: T,
  { wishes }: PromptParts,
): z.ZodType<Readonly<Record<string, readonly z.infer<T>[]>>> {
  const count = { minItems: wishes.length, maxItems: wishes.length };
  return z.strictObject({ [name]: z.array(entry).min(1).meta(count) }) as never;
}

/** A text that is not empty. The length is not in the JSON schema, as structured outputs do not know it. */
export const someText: z.ZodType<string> = z.string().refine((text) => text.trim() !== '', 'must not be empty');

/** `{ texts: [{ text }] }`: the answer of tasks that write texts like the seeds. */
export interface Texts {
  readonly texts: readonly { readonly text: string }[];
}

export function textsSchema(parts: PromptParts): z.ZodType<Texts> {
  return listOf('texts', z.strictObject({ text: someText }), parts) as unknown as z.ZodType<Texts>;
}

export function textRows({ texts }: Texts): readonly { readonly text: string }[] {
  return texts.map(({ text }) => ({ text: text.trim() }));
}

/** A label as it stands in a prompt: on one line, as data. */
export function quotedLabel(label: string | null): string {
  return JSON.stringify(label ?? '');
}
