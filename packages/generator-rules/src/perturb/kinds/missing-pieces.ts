import { boundaryAt } from '../grapheme.ts';
import { hit, type TextKind } from '../kind.ts';
import type { Splice } from '../splice.ts';
import { tokenSpans } from '../word-spans.ts';

/** Words that were left out. */
export const missingPieces: TextKind = {
  on: 'text',
  name: 'missing-pieces',
  summary: 'Words left out; at least one stays',
  strength: 'share of the words',
  label: 'may-change',
  splices(text, dial) {
    const words = tokenSpans(text);
    const found: Splice[] = [];
    for (const [i, { start, end }] of words.entries()) {
      const slip = hit(dial);
      if (slip < 0 || found.length === words.length - 1) continue;
      // With the gap before it, and the first one with the gap behind.
      const from = i > 0 && text[start - 1] === ' ' && start - 1 >= words[i - 1].end ? start - 1 : start;
      const to = from === start && text[end] === ' ' ? end + 1 : end;
      if (boundaryAt(text, from) && boundaryAt(text, to) && from >= (found.at(-1)?.end ?? 0))
        found.push({ start: from, end: to, text: '' });
    }
    return found;
  },
};
