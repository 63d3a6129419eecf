import { byCode } from '../../perturb/by-code.ts';
import { standsAlone } from '../../perturb/grapheme.ts';
import { hit, pickBy, type TextKind } from '../../perturb/kind.ts';
import type { Splice } from '../../perturb/splice.ts';

const LEET = byCode<readonly string[]>(
  Object.entries({
    a: ['4', '@'],
    b: ['8'],
    c: ['('],
    e: ['3'],
    g: ['9', '6'],
    h: ['#'],
    i: ['1', '!'],
    l: ['1', '|'],
    o: ['0'],
    s: ['5', '$'],
    t: ['7', '+'],
    x: ['%'],
    z: ['2'],
  }).flatMap(([letter, forms]) => [[letter, forms] as const, [letter.toUpperCase(), forms] as const]),
);

/** Letters as digits and signs. */
export const leetspeak: TextKind = {
  on: 'text',
  name: 'leetspeak',
  summary: 'Letters as digits and signs: 3 for e, @ for a',
  strength: 'share of the letters that have such a form',
  label: 'keeps',
  splices(text, dial) {
    const found: Splice[] = [];
    for (let at = 0; at < text.length; at++) {
      const forms = LEET[text.charCodeAt(at)];
      if (forms === undefined || !standsAlone(text, at)) continue;
      const slip = hit(dial);
      if (slip >= 0) found.push({ start: at, end: at + 1, text: pickBy(forms, slip) });
    }
    return found;
  },
};
