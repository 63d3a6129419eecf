import { boundaryAt } from '../grapheme.ts';
import type { TextKind } from '../kind.ts';

/** The end of a text cut off, as a field that is too short does. */
export const truncation: TextKind = {
  on: 'text',
  name: 'truncation',
  summary: 'The end of the text cut off; at least a character stays',
  strength: 'share of the text that is cut on average',
  label: 'may-change',
  splices(text, { strength, random }) {
    const drawn = random.next();
    // A power of a uniform number with the mean `strength`.
    const cut = strength === 0 ? 0 : drawn ** ((1 - strength) / strength);
    let at = Math.max(1, text.length - Math.floor(cut * text.length));
    while (at < text.length && !boundaryAt(text, at)) at++;
    return at >= text.length ? [] : [{ start: at, end: text.length, text: '' }];
  },
};
