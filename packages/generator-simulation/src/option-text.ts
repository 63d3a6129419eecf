import { parseInstant } from '@verisim/core';
import { z } from 'zod';
import { badOption } from './errors.ts';

/**
 * Reads numbers above 0 with slashes between them, such as `3600/60` (one alone is a number on the command line, so that such options are coerced to text). `null` for the text `none`. Throws `generator-simulation/bad-option`.
 *
 * @param names what the numbers are, for the message; the last `optional` of them may be left out
 */
export function readSlashed(
  option: string,
  text: string,
  names: readonly string[],
  optional = 0,
): readonly number[] | null {
  if (text.trim() === 'none') return null;
  const numbers = text.split('/').map((part) => (part.trim() === '' ? Number.NaN : Number(part)));
  const fits = numbers.length <= names.length && numbers.length >= names.length - optional;
  if (fits && numbers.every((number) => Number.isFinite(number) && number >= 0)) return numbers;
  throw badOption(option, text, `none, or ${names.join('/')} as numbers of 0 or more`);
}

/** An option that names the first instant, midnight UTC of a date by default. */
export const startOption: z.ZodDefault<z.ZodString> = z
  .string()
  .refine((text) => Number.isFinite(parseInstant(text)), 'Write a date such as 2026-01-31 or 2026-01-31T08:00:00Z.')
  .default('2026-01-05')
  .describe('The first instant, ISO 8601, UTC');

/** An option that takes a real sample as text. */
export const likeOption = (what: string): z.ZodOptional<z.ZodString> =>
  z.string().optional().describe(`Text of a small real sample (${what}) that rates are fitted to`);
