import { createTable, type Random, shuffle } from '@verisim/core';
import { referenceNames } from '../reference-tables.ts';
import { sampleRows } from '../row-order.ts';
import type { TextColumns } from './text-columns.ts';
import { textLimits } from './text-limits.ts';

/** Texts of equal number, to be set against the same real ones. */
export interface TextSamples {
  /** Real texts that the others are compared with. */
  readonly base: readonly string[];
  readonly synthetic: readonly string[];
  /** Texts of known worth by name: fresh real ones, words drawn independently, a bootstrap of the base. Empty with fewer than 10 a side. */
  readonly references: Readonly<Record<string, readonly string[]>>;
  /** Which of the references are fresh real texts; `null` when there are none. */
  readonly freshName: string | null;
}

/** The words of fresh real texts, dealt anew. */
export const UNIGRAMS = 'words drawn independently';

/** Random samples of a text column, at most 2,000 texts each, in an order that does not depend on that of the rows. */
export function textSamples(
  { real, synthetic, holdout }: TextColumns,
  references: boolean,
  random: Random,
): TextSamples {
  const most = textLimits.texts;
  const fresh = holdout !== null && holdout.length >= textLimits.least ? holdout : null;
  const order = sampleTexts(real, real.length, random.fork('real'));
  const halves = references && fresh === null;
  const half = Math.min(most, halves ? real.length >> 1 : real.length);
  const size = Math.min(half, synthetic.length, fresh?.length ?? half);
  const base = order.slice(0, half);
  const drawn = sampleTexts(synthetic, Math.min(most, synthetic.length), random.fork('synthetic'));
  if (!references || size < textLimits.least)
    return { base: order.slice(0, most), synthetic: drawn, references: {}, freshName: null };
  const other = fresh ? sampleTexts(fresh, size, random.fork('fresh')) : order.slice(half, half + size);
  const again = random.fork('bootstrap');
  const freshName = fresh ? 'the holdout' : referenceNames.halves;
  return {
    base: base.slice(0, size),
    synthetic: drawn.slice(0, size),
    references: {
      [freshName]: other,
      [UNIGRAMS]: dealtWords(other, random.fork('words')),
      [referenceNames.bootstrap]: Array.from({ length: size }, () => base[again.int(0, size)]),
    },
    freshName,
  };
}

function sampleTexts(texts: readonly string[], most: number, random: Random): string[] {
  const table = createTable(
    [{ name: 'text', kind: 'text', nullable: false, role: 'feature' }],
    [{ storage: 'text', values: texts }],
  );
  return Array.from(sampleRows(table, most, random), (row) => texts[row]);
}

/** All words (with their punctuation) shuffled, as many for each text as before; of texts without spaces the characters. */
function dealtWords(texts: readonly string[], random: Random): string[] {
  const spaced = texts.map((text) => /\s/u.test(text.trim()));
  const cut = texts.map((text, i) => (spaced[i] ? text.trim().split(/\s+/u) : [...text]));
  const all = shuffle(cut.flat(), random);
  let at = 0;
  return cut.map(({ length }, i) => {
    at += length;
    return all.slice(at - length, at).join(spaced[i] ? ' ' : '');
  });
}
