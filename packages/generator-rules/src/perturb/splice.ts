/** A piece of a text that is replaced: UTF-16 units `start` to `end` (exclusive) of the text before. */
export interface Splice {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** What was done at a place of the text that came out: `after` stands there where `before` stood. */
export type TextEdit = readonly [at: number, before: string, after: string];

/** A text with its splices made, and the edits that {@link revertText} takes back. Splices ascend and do not overlap. */
export function applySplices(text: string, splices: readonly Splice[]): { text: string; edits: readonly TextEdit[] } {
  let made = '';
  let from = 0;
  const edits: TextEdit[] = [];
  for (const { start, end, text: after } of splices) {
    made += text.slice(from, start);
    edits.push([made.length, text.slice(start, end), after]);
    made += after;
    from = end;
  }
  return { text: made + text.slice(from), edits };
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
