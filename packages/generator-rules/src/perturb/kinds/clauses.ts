import type { TextKind } from '../kind.ts';
import { movePieces } from '../move-pieces.ts';

/** Clauses in another order. */
export const clauses: TextKind = {
  on: 'text',
  name: 'clauses',
  summary: 'Clauses (between commas, semicolons, colons and dashes) in another order',
  strength: 'share of the clauses that change places, where two or more do',
  label: 'keeps',
  splices: (text, dial) => movePieces(text, /[,;:.!?]\s+|\s+[–—-]\s+|[.!?]$/gu, dial),
};
