/** A word of a text: UTF-16 units `start` to `end` (exclusive). */
export interface WordSpan {
  readonly start: number;
  readonly end: number;
}

const WORD = /[\p{L}\p{N}][\p{L}\p{M}\p{N}'’]*/gu;

/** Letters, marks, digits and apostrophes that stand together. */
export function wordSpans(text: string): WordSpan[] {
  const found: WordSpan[] = [];
  for (const { index, 0: word } of text.matchAll(WORD)) found.push({ start: index, end: index + word.length });
  return found;
}

const TOKEN = /[^\s.,;:!?"'()[\]{}<>](?:\S*[^\s.,;:!?"'()[\]{}<>])?/gu;

/** What stands between white space, without the punctuation around it: words, dates, numbers, addresses. */
export function tokenSpans(text: string): WordSpan[] {
  const found: WordSpan[] = [];
  for (const { index, 0: token } of text.matchAll(TOKEN)) found.push({ start: index, end: index + token.length });
  return found;
}

/** A word in the case of another: capitals for a word of capitals, a capital for one that begins so. */
export function inCaseOf(word: string, like: string): string {
  if (like.length > 1 && like === like.toUpperCase() && like !== like.toLowerCase()) return word.toUpperCase();
  const [first] = like;
  return first === first.toLowerCase() ? word : word[0].toUpperCase() + word.slice(1);
}
