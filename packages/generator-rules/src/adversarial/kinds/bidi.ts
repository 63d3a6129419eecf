import { boundaryAt } from '../../perturb/grapheme.ts';
import { hit, type TextKind } from '../../perturb/kind.ts';
import type { Splice } from '../../perturb/splice.ts';
import { wordSpans } from '../../perturb/word-spans.ts';

const OVERRIDE = '\u202e';
const POP = '\u202c';

/** Words stored backwards and shown forwards (Boucher & Anderson 2021, "Trojan Source"; the marks are those of Unicode UAX #9). */
export const bidi: TextKind = {
  on: 'text',
  name: 'bidi',
  summary: 'Words stored backwards between marks that show them forwards',
  strength: 'share of the words of two plain letters or more',
  label: 'keeps',
  splices(text, dial) {
    const found: Splice[] = [];
    for (const { start, end } of wordSpans(text)) {
      const word = text.slice(start, end);
      if (!/^[A-Za-zÀ-ÖØ-öø-ÿ]{2,}$/.test(word) || !boundaryAt(text, end)) continue;
      if (hit(dial) >= 0) found.push({ start, end, text: OVERRIDE + Array.from(word).reverse().join('') + POP });
    }
    return found;
  },
};
