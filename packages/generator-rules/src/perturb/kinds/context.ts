import type { TextKind } from '../kind.ts';
import { movePieces } from '../move-pieces.ts';

/** Sentences and paragraphs in another order, as passages that are handed to a model as context. */
export const context: TextKind = {
  on: 'text',
  name: 'context',
  summary: 'Sentences, lines and paragraphs in another order',
  strength: 'share of the sentences that change places, where two or more do',
  label: 'keeps',
  splices: (text, dial) => movePieces(text, /(?<=[.!?…]["')\]]?)\s+|\n+/gu, dial),
};
