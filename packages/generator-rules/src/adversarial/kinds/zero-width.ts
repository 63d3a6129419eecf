import { standsAlone } from '../../perturb/grapheme.ts';
import { hit, pickBy, type TextKind } from '../../perturb/kind.ts';
import type { Splice } from '../../perturb/splice.ts';

/** Zero-width space, word joiner, byte order mark, soft hyphen: none joins to a letter. */
const NOTHING = ['\u200b', '\u2060', '\ufeff', '\u00ad'];

/** Characters that nobody sees, inside words. */
export const zeroWidth: TextKind = {
  on: 'text',
  name: 'zero-width',
  summary: 'Characters without width inside words',
  strength: 'share of the places between two letters',
  label: 'keeps',
  splices(text, dial) {
    const found: Splice[] = [];
    for (let at = 1; at < text.length; at++) {
      if (!isLetter(text.charCodeAt(at - 1)) || !isLetter(text.charCodeAt(at)) || !standsAlone(text, at)) continue;
      const slip = hit(dial);
      if (slip >= 0) found.push({ start: at, end: at, text: pickBy(NOTHING, slip) });
    }
    return found;
  },
};

const isLetter = (unit: number): boolean => (unit >= 97 && unit <= 122) || (unit >= 65 && unit <= 90);
