import { boundaryAt } from '../grapheme.ts';
import { hit, type TextKind } from '../kind.ts';
import type { Splice } from '../splice.ts';
import { inCaseOf, wordSpans } from '../word-spans.ts';
import { lexiconFor } from '../words/bilingual.ts';

/** Words in another language, as people who speak two do. */
export const codeSwitching: TextKind = {
  on: 'text',
  name: 'code-switching',
  summary: 'Words in another language (English, German, Spanish, French; some 120 common words)',
  strength: 'share of the words that the list knows',
  label: 'keeps',
  splices(text, dial) {
    const spans = wordSpans(text);
    const words = spans.map(({ start, end }) => text.slice(start, end).toLowerCase());
    const lexicon = lexiconFor(words, dial.language);
    const found: Splice[] = [];
    for (const [i, { start, end }] of spans.entries()) {
      const other = lexicon.get(words[i]);
      if (other === undefined || !boundaryAt(text, end)) continue;
      if (hit(dial) >= 0) found.push({ start, end, text: inCaseOf(other, text.slice(start, end)) });
    }
    return found;
  },
};
