import { boundaryAt } from '../grapheme.ts';
import { hit, pickBy, type TextKind } from '../kind.ts';
import type { Splice } from '../splice.ts';
import { tokenSpans } from '../word-spans.ts';

/** Things, people and signs that neither praise nor blame; some of several code points. */
const NEUTRAL = [
  '📌',
  '📎',
  '🕒',
  '📦',
  '☎️',
  '🧾',
  '💳',
  '🏷️',
  '🖥️',
  '🌍',
  '🚆',
  '🧑‍💻',
  '👩🏽‍🔧',
  '🤷🏻',
  '🏠',
  '📅',
  '🔢',
  '🗂️',
  '🔁',
  '🧵',
];

/** Emoji after words. */
export const emoji: TextKind = {
  on: 'text',
  name: 'emoji',
  summary: 'Emoji that neither praise nor blame, after words',
  strength: 'share of the words that one follows',
  label: 'keeps',
  splices(text, dial) {
    const found: Splice[] = [];
    for (const { end } of tokenSpans(text)) {
      const slip = hit(dial);
      if (slip >= 0 && boundaryAt(text, end)) found.push({ start: end, end, text: ` ${pickBy(NEUTRAL, slip)}` });
    }
    return found;
  },
};
