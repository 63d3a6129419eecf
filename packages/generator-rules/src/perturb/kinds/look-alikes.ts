import { byCode } from '../by-code.ts';
import { standsAlone } from '../grapheme.ts';
import { hit, pickBy, type TextKind } from '../kind.ts';
import type { Splice } from '../splice.ts';

/** Letters of other scripts with the shape of Latin ones (Unicode UTS #39, confusables), and wide forms. */
const ALIKE = byCode<readonly string[]>(
  Object.entries({
    a: ['а', 'ɑ', 'ａ'],
    b: ['Ь', 'ｂ'],
    c: ['с', 'ϲ', 'ｃ'],
    d: ['ԁ', 'ｄ'],
    e: ['е', 'ｅ'],
    g: ['ɡ', 'ｇ'],
    h: ['һ', 'ｈ'],
    i: ['і', 'ｉ'],
    j: ['ј', 'ｊ'],
    k: ['ｋ'],
    l: ['ӏ', 'ｌ'],
    m: ['ｍ'],
    n: ['ո', 'ｎ'],
    o: ['о', 'ο', 'ｏ'],
    p: ['р', 'ｐ'],
    q: ['ԛ', 'ｑ'],
    r: ['ｒ'],
    s: ['ѕ', 'ｓ'],
    t: ['ｔ'],
    u: ['ս', 'ｕ'],
    v: ['ѵ', 'ν', 'ｖ'],
    w: ['ԝ', 'ｗ'],
    x: ['х', 'ｘ'],
    y: ['у', 'ｙ'],
    z: ['ｚ'],
    A: ['А', 'Α'],
    B: ['В', 'Β'],
    C: ['С', 'Ϲ'],
    E: ['Е', 'Ε'],
    F: ['Ϝ'],
    H: ['Н', 'Η'],
    I: ['І', 'Ι'],
    J: ['Ј'],
    K: ['К', 'Κ'],
    M: ['М', 'Μ'],
    N: ['Ν'],
    O: ['О', 'Ο'],
    P: ['Р', 'Ρ'],
    S: ['Ѕ'],
    T: ['Т', 'Τ'],
    V: ['Ѵ'],
    X: ['Х', 'Χ'],
    Y: ['Υ', 'Ү'],
    Z: ['Ζ'],
    '-': ['‐', '–'],
    "'": ['’', 'ʼ'],
    '/': ['∕'],
    ':': ['：'],
    '!': ['ǃ'],
  }),
);

/** Latin letters as letters of other scripts. */
export const lookAlikes: TextKind = {
  on: 'text',
  name: 'look-alikes',
  summary: 'Latin letters as Cyrillic, Greek or wide letters of the same shape',
  strength: 'share of the characters that have a look-alike',
  label: 'keeps',
  splices(text, dial) {
    const found: Splice[] = [];
    for (let at = 0; at < text.length; at++) {
      const alike = ALIKE[text.charCodeAt(at)];
      if (alike === undefined || !standsAlone(text, at)) continue;
      const slip = hit(dial);
      if (slip >= 0) found.push({ start: at, end: at + 1, text: pickBy(alike, slip) });
    }
    return found;
  },
};
