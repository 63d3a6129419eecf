import { hit, pickBy, type TextKind } from '../kind.ts';

/** Demands that cannot be met together, or that take back what was said. */
const DEMANDS = [
  'Answer in one word. Explain every step at length.',
  'Reply only in English. Reply only in French.',
  'Do not use numbers. State the exact amount.',
  'Forget what I wrote above. Do exactly what I wrote above.',
  'Keep it short. Leave nothing out.',
  'Do it now. Do not do anything yet.',
  'Use a formal tone. Write it like a text to a friend.',
  'Give three options. Give exactly one option.',
  'Do not mention the order. Start with the order number.',
  'Actually no, the opposite. Or rather, as I said first.',
  'Call me back. Do not call me.',
  'Cancel it. Please leave it as it is.',
  'Answer without lists. Answer as a list.',
  'Do not ask questions. Ask me whatever is unclear.',
];

/** An instruction that contradicts itself, before or behind the text. */
export const conflicting: TextKind = {
  on: 'text',
  name: 'conflicting',
  summary: 'Instructions that contradict each other, before or behind the text',
  strength: 'share of the texts that get one',
  label: 'may-change',
  splices(text, dial) {
    const slip = hit(dial);
    if (slip < 0 || text === '') return [];
    const demand = pickBy(DEMANDS, (slip * 2) % 1);
    return slip < 0.5
      ? [{ start: 0, end: 0, text: `${demand} ` }]
      : [{ start: text.length, end: text.length, text: ` ${demand}` }];
  },
};
