import { boundaryAt } from '../grapheme.ts';
import { hit, pickBy, type TextKind } from '../kind.ts';
import type { Splice } from '../splice.ts';

/** What may stand in place of a gap; the first is nothing. */
const GAPS = ['', '  ', '\t', '\u00a0', '   ', ' \u200a'];
const ENDS = [' ', '  ', '\t', '\u00a0'];

/** Gaps between words, and space around the text. */
export const spacing: TextKind = {
  on: 'text',
  name: 'spacing',
  summary: 'Gaps between words lost, doubled, as a tab or a no-break space; space around the text',
  strength: 'share of the gaps, the two ends of the text among them',
  label: 'keeps',
  splices(text, dial) {
    if (text === '') return [];
    const found: Splice[] = [];
    const before = hit(dial);
    if (before >= 0) found.push({ start: 0, end: 0, text: pickBy(ENDS, before) });
    for (const { index: start, 0: gap } of text.matchAll(/(?<=\S)[ \t\u00a0]+(?=\S)/gu)) {
      const end = start + gap.length;
      const slip = hit(dial);
      if (slip < 0 || !boundaryAt(text, end)) continue;
      const other = pickBy(GAPS, slip);
      const safe = other !== '' || boundaryAt(text.slice(0, start) + text.slice(end), start) ? other : '  ';
      found.push({ start, end, text: safe === gap ? `${gap} ` : safe });
    }
    const after = hit(dial);
    if (after >= 0) found.push({ start: text.length, end: text.length, text: pickBy(ENDS, after) });
    return found;
  },
};
