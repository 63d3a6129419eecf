import { boundaryAt } from '../../perturb/grapheme.ts';
import { hit, type TextKind } from '../../perturb/kind.ts';
import type { Splice } from '../../perturb/splice.ts';

const OVERRIDE = '\u202e';
const POP = '\u202c';

/** Whole words of Latin letters without marks of their own: their units are their characters. */
const WORD = /(?<![\p{L}\p{N}\p{M}'’])[A-Za-zÀ-ÖØ-öø-ÿ]{2,}(?![\p{L}\p{N}\p{M}'’])/gu;

/** Words stored backwards and shown forwards (Boucher & Anderson 2021, "Trojan Source"; the marks are those of Unicode UAX #9). */
export const bidi: TextKind = {
  on: 'text',
  name: 'bidi',
  summary: 'Words stored backwards between marks that show them forwards',
  strength: 'share of the words of two plain letters or more',
  label: 'keeps',
  splices(text, dial) {
    const found: Splice[] = [];
    for (const { index: start, 0: word } of text.matchAll(WORD)) {
      const end = start + word.length;
      if (!boundaryAt(text, end)) continue;
      if (hit(dial) >= 0) found.push({ start, end, text: OVERRIDE + backwards(word) + POP });
    }
    return found;
  },
};

function backwards(word: string): string {
  const letters: string[] = [];
  for (let at = word.length - 1; at >= 0; at--) letters.push(word[at]);
  return letters.join('');
}
