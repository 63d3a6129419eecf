import { boundaryAt } from '../grapheme.ts';
import { hit, type TextKind } from '../kind.ts';
import type { Splice } from '../splice.ts';
import { wordSpans } from '../word-spans.ts';

/** Ways to write a word, in the order in which they are tried. */
const WAYS: readonly ((word: string) => string)[] = [
  (word) => word.toUpperCase(),
  (word) => word.toLowerCase(),
  (word) => swapFirst(word),
  (word) => Array.from(word, (letter, i) => (i % 2 === 0 ? letter.toLowerCase() : letter.toUpperCase())).join(''),
];

/** Words in other cases. */
export const casing: TextKind = {
  on: 'text',
  name: 'casing',
  summary: 'Words in capitals, without capitals, with a wrong first letter or aLtErNaTiNg',
  strength: 'share of the words with letters that have a case',
  label: 'keeps',
  splices(text, dial) {
    const found: Splice[] = [];
    for (const { start, end } of wordSpans(text)) {
      const word = text.slice(start, end);
      if (word.toLowerCase() === word.toUpperCase() || !boundaryAt(text, end) || !boundaryAt(text, start)) continue;
      const slip = hit(dial);
      if (slip < 0) continue;
      const first = Math.floor(slip * WAYS.length);
      const written = WAYS.map((_, i) => WAYS[(first + i) % WAYS.length](word)).find((other) => other !== word);
      if (written !== undefined) found.push({ start, end, text: written });
    }
    return found;
  },
};

function swapFirst(word: string): string {
  const [first] = word;
  const swapped = first === first.toLowerCase() ? first.toUpperCase() : first.toLowerCase();
  return swapped + word.slice(first.length);
}
