import { standsAlone } from '../grapheme.ts';
import { hit, type TextKind } from '../kind.ts';
import type { Splice } from '../splice.ts';
import { keyNeighbours } from '../words/keyboards.ts';

/** Slips by where they begin in [0, 1): a neighbour in place of the key 45 %, a neighbour as well 20 %, the key left out 20 %, two keys in the wrong order 15 %. */
const INSERTION = 0.45;
const DELETION = 0.65;
const TRANSPOSITION = 0.85;

/** Slips of a hand at a keyboard (the four kinds of Damerau 1964). */
export const typos: TextKind = {
  on: 'text',
  name: 'typos',
  summary: 'Slips at a keyboard: a neighbouring key, a key too many, left out, or two in the wrong order',
  strength: 'share of the letters of the keyboard that are hit',
  label: 'keeps',
  splices(text, dial) {
    const found: Splice[] = [];
    const neighbours = keyNeighbours(dial.layout);
    for (let at = 0; at < text.length; at++) {
      const near = neighbours[text.charCodeAt(at)];
      if (near === undefined || !standsAlone(text, at)) continue;
      const slip = hit(dial);
      if (slip < 0) continue;
      if (
        slip >= TRANSPOSITION &&
        neighbours[text.charCodeAt(at + 1)] !== undefined &&
        text[at] !== text[at + 1] &&
        standsAlone(text, at + 1)
      ) {
        dial.coin();
        found.push({ start: at, end: at + 2, text: text[at + 1] + text[at] });
        at++;
      } else found.push(slipAt(text, at, near, slip));
    }
    return found;
  },
};

function slipAt(text: string, at: number, near: string, slip: number): Splice {
  if (slip >= DELETION && slip < TRANSPOSITION && text.length > 1) return { start: at, end: at + 1, text: '' };
  const key = near[Math.floor(slip * 1e6) % near.length];
  const inserted = slip >= INSERTION && slip < DELETION;
  return { start: at, end: at + 1, text: inserted ? text[at] + key : key };
}
