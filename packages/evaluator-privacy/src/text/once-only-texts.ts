import { normalForm } from '@verisim/text-measures';
import { type Tried, type Tries, tried } from '../attack.ts';
import type { TextSides } from './text-columns.ts';

/** Fewer texts of a side than this say nothing. */
const LEAST = 20;

/** The share of synthetic texts that are, in normal form, a text which occurs once in training; the same of holdout texts. `null` with fewer than 20 texts of a side. */
export function onceOnlyTexts({ column, real, synthetic, holdout }: TextSides): Tried | null {
  if (holdout === null || Math.min(synthetic.length, holdout.length) < LEAST) return null;
  const counts = new Map<string, number>();
  for (const form of real.map(normalForm)) counts.set(form, (counts.get(form) ?? 0) + 1);
  const numbers = new Map<string, number>();
  const triesOf = (texts: readonly string[]): Tries => {
    const forms = texts.map(normalForm);
    for (const form of forms) if (!numbers.has(form)) numbers.set(form, numbers.size);
    return {
      won: Uint8Array.from(forms, (form) => Number(counts.get(form) === 1)),
      by: Int32Array.from(forms, (form) => numbers.get(form) ?? 0),
    };
  };
  const subject = 'texts are, but for case and spaces, a text that one training row alone holds';
  return { ...tried('text-once-only', column, triesOf(synthetic), triesOf(holdout), 0), subject };
}
