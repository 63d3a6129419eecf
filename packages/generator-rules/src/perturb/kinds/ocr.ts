import { byCode } from '../by-code.ts';
import { boundaryAt, standsAlone } from '../grapheme.ts';
import { hit, pickBy, type TextKind } from '../kind.ts';
import type { Splice } from '../splice.ts';

/** What a scanner reads in place of what is printed: shapes that are alike, joined and split strokes. */
const CONFUSIONS = new Map<string, readonly string[]>(
  Object.entries({
    rn: ['m'],
    cl: ['d'],
    vv: ['w'],
    ri: ['n'],
    nn: ['m'],
    li: ['h'],
    tt: ['H'],
    m: ['rn', 'nn'],
    d: ['cl', 'a'],
    w: ['vv'],
    h: ['b', 'li'],
    n: ['u', 'ri', 'r'],
    u: ['n', 'ii'],
    e: ['c', 'o'],
    c: ['e', 'o', '('],
    o: ['0', 'c'],
    a: ['o', 's'],
    l: ['1', 'I', '|'],
    i: ['l', 'j', '1'],
    j: ['i'],
    t: ['f', 'l'],
    f: ['t', 'l'],
    g: ['q', '9'],
    q: ['g'],
    s: ['5', 'a'],
    b: ['h', '6'],
    y: ['v'],
    v: ['y'],
    z: ['2'],
    k: ['lc'],
    O: ['0', 'Q'],
    I: ['l', '1', '|'],
    S: ['5', '8'],
    B: ['8', 'R'],
    Z: ['2', '7'],
    G: ['6', 'C'],
    D: ['O', '0'],
    Q: ['O'],
    E: ['F'],
    F: ['P'],
    C: ['G', '('],
    T: ['7', 'I'],
    U: ['V'],
    V: ['U'],
    M: ['N'],
    N: ['M'],
    H: ['N'],
    A: ['4'],
    0: ['O', 'o', 'D'],
    1: ['l', 'I', '7'],
    2: ['Z', 'z'],
    3: ['8', 'B'],
    4: ['A'],
    5: ['S', 's'],
    6: ['G', 'b'],
    7: ['1', 'T'],
    8: ['B', '3'],
    9: ['g'],
    '.': [','],
    ',': ['.'],
    ':': [';'],
    ';': [':'],
    '-': ['~'],
    "'": ['`'],
    '!': ['l'],
  }),
);

const SINGLE = byCode(CONFUSIONS);

/** Pairs by their first character, then by the second. */
const PAIRS = byCode(
  [...'rcvntl'].map((first) => {
    const own = [...CONFUSIONS].filter(([printed]) => printed.length === 2 && printed[0] === first);
    return [first, byCode(own.map(([printed, forms]) => [printed[1], forms] as const))] as const;
  }),
);

/** What is misread from paper. */
export const ocr: TextKind = {
  on: 'text',
  name: 'ocr',
  summary: 'Characters as a scanner misreads them: rn for m, 0 for O, l for 1',
  strength: 'share of the characters that can be misread',
  label: 'keeps',
  splices(text, dial) {
    const found: Splice[] = [];
    for (let at = 0; at < text.length; at++) {
      const pair = PAIRS[text.charCodeAt(at)]?.[text.charCodeAt(at + 1)];
      const forms = pair ?? SINGLE[text.charCodeAt(at)];
      const length = pair === undefined ? 1 : 2;
      if (forms === undefined || !standsAlone(text, at) || !boundaryAt(text, at + length)) continue;
      const slip = hit(dial);
      // A pair is two characters, so that it takes two draws.
      const second = length === 2 ? hit(dial) : -1;
      const one = slip >= 0 ? slip : second;
      if (one >= 0) found.push({ start: at, end: at + length, text: pickBy(forms, one) });
      at += length - 1;
    }
    return found;
  },
};
