import { boundaryAt } from '../grapheme.ts';
import { hit, pickBy, type TextKind } from '../kind.ts';
import type { Splice } from '../splice.ts';
import { inCaseOf, wordSpans } from '../word-spans.ts';
import { synonymsOf } from '../words/synonyms.ts';

const VOWEL = /^[aeiou]/i;

/** English words replaced by others of about the same meaning. */
export const synonyms: TextKind = {
  on: 'text',
  name: 'synonyms',
  summary: 'English words replaced by others of about the same meaning (some 250 words), a and an made to agree',
  strength: 'share of the words that the list knows',
  label: 'keeps',
  splices(text, dial) {
    const found: Splice[] = [];
    const spans = wordSpans(text);
    for (const [i, { start, end }] of spans.entries()) {
      const word = text.slice(start, end);
      const others = synonymsOf(word.toLowerCase());
      if (others === undefined || !boundaryAt(text, end)) continue;
      const slip = hit(dial);
      if (slip < 0) continue;
      const other = inCaseOf(pickBy(others, slip), word);
      const article = i === 0 || start !== spans[i - 1].end + 1 ? '' : text.slice(spans[i - 1].start, start - 1);
      if (/^an?$/i.test(article) && VOWEL.test(other) !== VOWEL.test(word))
        found.push({ start: spans[i - 1].start, end: start - 1, text: `${article[0]}${VOWEL.test(other) ? 'n' : ''}` });
      found.push({ start, end, text: other });
    }
    return found;
  },
};
