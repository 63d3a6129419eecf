import type { z } from 'zod';
import type { Checked } from '../calls/ask-checked.ts';

/** Reads an answer by its schema; a fence of Markdown around the JSON is taken away. What is wrong is said to the model, so it names the place. */
export function readJson<A>(schema: z.ZodType<A>, text: string): Checked<A> {
  const bare = text.trim().replace(/^```(?:json)?\s*\n([\s\S]*?)\n?```$/u, '$1');
  let json: unknown;
  try {
    json = JSON.parse(bare);
  } catch {
    return { problem: 'it is not one JSON object.' };
  }
  const read = schema.safeParse(json);
  if (read.success) return { value: read.data };
  const issues = read.error.issues.slice(0, 3);
  return {
    problem: `${issues.map(({ path, message }) => `${path.join('.') || 'the object'}: ${message}`).join('; ')}.`,
  };
}
