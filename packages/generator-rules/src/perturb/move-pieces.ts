import { boundaryAt } from './grapheme.ts';
import { type Dial, hit } from './kind.ts';
import type { Splice } from './splice.ts';

/** Pieces between separators change places: each is chosen with probability `strength`, and each of two or more chosen ones goes where the next one was. */
export function movePieces(text: string, separator: RegExp, dial: Dial): readonly Splice[] {
  const pieces: { start: number; end: number }[] = [];
  let from = 0;
  for (const { index, 0: gap } of text.matchAll(separator)) {
    if (index > from && boundaryAt(text, index) && boundaryAt(text, index + gap.length)) {
      pieces.push({ start: from, end: index });
      from = index + gap.length;
    }
  }
  if (from < text.length) pieces.push({ start: from, end: text.length });
  const chosen = pieces.filter(() => hit(dial) >= 0);
  if (chosen.length < 2) return [];
  const moved = chosen.map(({ start, end }, i): Splice => {
    const other = chosen[(i + 1) % chosen.length];
    return { start, end, text: text.slice(other.start, other.end) };
  });
  return moved.filter(({ start, end, text: piece }) => text.slice(start, end) !== piece);
}
