/** One character of a script written without spaces, its marks included; else letters, marks and digits, apostrophes inside. */
const WORD =
  /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]\p{M}*|[[\p{L}\p{M}\p{N}]--[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]]+(?:['’][\p{L}\p{M}]+)*/gv;

/**
 * The words of a text, lower case, by Unicode properties; punctuation is dropped. Scripts without spaces (Han, Kana, Thai, Lao, Khmer,
 * Myanmar) are cut into characters. Not a dictionary: `Intl.Segmenter`, twice as slow, cuts such scripts into words, but
 * differently from one ICU version to the next.
 */
export function words(text: string): string[] {
  return text.normalize('NFC').toLowerCase().match(WORD) ?? [];
}
