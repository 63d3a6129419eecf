/** A piece of a text that is replaced: UTF-16 units `start` to `end` (exclusive) of the text before. */
export interface Splice {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** What was done at a place of the text that came out: `after` stands there where `before` stood. */
export type TextEdit = readonly [at: number, before: string, after: string];

/** Characters that one edit takes in JSON beyond what it holds. */
const EDIT_LENGTH = 12;

/**
 * A text with its splices made, and the edits that {@link revertText} takes back: one for each, or one for the whole text where that is shorter. Splices ascend and do not
 * overlap.
 */
export function applySplices(text: string, splices: readonly Splice[]): { text: string; edits: readonly TextEdit[] } {
  // Joined at the end: a text added up piece by piece is kept as a tree of its pieces, which costs more than all else here.
  const pieces: string[] = [];
  let from = 0;
  let grown = 0;
  for (const { start, end, text: after } of splices) {
    pieces.push(text.slice(from, start), after);
    grown += after.length - (end - start);
    from = end;
  }
  pieces.push(text.slice(from));
  const made = pieces.join('');
  const whole = 2 * text.length + grown < EDIT_LENGTH * splices.length;
  return { text: made, edits: whole ? [[0, text, made]] : editsOf(text, splices) };
}

function editsOf(text: string, splices: readonly Splice[]): readonly TextEdit[] {
  let grown = 0;
  return splices.map(({ start, end, text: after }) => {
    const at = start + grown;
    grown += after.length - (end - start);
    return [at, text.slice(start, end), after];
  });
}

/** The text before, `null` when the edits are not of this text. */
export function revertText(text: string, edits: readonly TextEdit[]): string | null {
  let made = text;
  for (let i = edits.length - 1; i >= 0; i--) {
    const [at, before, after] = edits[i];
    if (made.slice(at, at + after.length) !== after) return null;
    made = made.slice(0, at) + before + made.slice(at + after.length);
  }
  return made;
}

/** How many characters of the text before the splices touch; something put in counts as what it holds. */
export function touchedUnits(splices: readonly Splice[]): number {
  return splices.reduce((sum, { start, end, text }) => sum + Math.max(end - start, text.length), 0);
}
