/** A text in the form in which citations are compared: compatibility characters composed (NFKC), quotes, dashes and dots made plain, white space one space, lower case. */
export function citationForm(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/[\u00ad\u200b-\u200d\u2060\ufeff]/gu, '')
    .replace(/[‘’‚‛`´]/gu, "'")
    .replace(/[“”„‟«»]/gu, '"')
    .replace(/\p{Pd}|\u2212/gu, '-')
    .replace(/\s+/gu, ' ')
    .toLowerCase()
    .trim();
}

/** Punctuation at either end says nothing of where a citation stands. */
const EDGES = /^[\s\p{P}]+|[\s\p{P}]+$/gu;
/** Signs by which words are left out: "...", "[...]", "…" (three dots in the citation form). */
const ELISION = /\[?\(?\.{3,}\)?\]?/u;

/**
 * Where a citation stands word for word in a source, as `[from, to]` of the source's {@link citationForm}; `null` when it does not. It must begin and end at a word's
 * edge. One with "..." in it stands when all its parts do, in that order; the span is then from the first to the last. An empty one stands nowhere.
 *
 * @param source in citation form
 */
export function verbatimSpan(citation: string, source: string): readonly [from: number, to: number] | null {
  const parts = citationForm(citation)
    .split(ELISION)
    .map((part) => part.replace(EDGES, ''))
    .filter((part) => part !== '');
  let from = -1;
  let at = 0;
  for (const part of parts) {
    const found = wholeWords(part, source, at);
    if (found < 0) return null;
    if (from < 0) from = found;
    at = found + part.length;
  }
  return from < 0 ? null : [from, at];
}

const LETTER = /[\p{L}\p{N}]/u;
/** Scripts without spaces have no word edges to stand at. */
const UNSPACED = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]/u;

function wholeWords(part: string, source: string, start: number): number {
  for (let at = source.indexOf(part, start); at >= 0; at = source.indexOf(part, at + 1)) {
    if (isEdge(source[at - 1], part[0]) && isEdge(part.at(-1), source[at + part.length])) return at;
  }
  return -1;
}

function isEdge(before: string | undefined, after: string | undefined): boolean {
  if (before === undefined || after === undefined) return true;
  return !(LETTER.test(before) && LETTER.test(after)) || UNSPACED.test(before) || UNSPACED.test(after);
}
