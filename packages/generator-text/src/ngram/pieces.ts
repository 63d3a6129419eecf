/** A number, a character of a script written without spaces, a word (apostrophes and hyphens inside), or one other character. */
const PIECE =
  /\p{N}+(?:[.,]\p{N}+)*|[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]\p{M}*|[[\p{L}\p{M}\p{N}]--[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]]+(?:['’\-][\p{L}\p{M}\p{N}]+)*|\S/gv;
const SENTENCE_END = /^ ?[.!?]$/;

/**
 * A text in pieces: words, numbers and single signs, each with a space before it where the text has white space there. The first has one always, so
 * that a word is the same piece wherever it stands.
 */
export function piecesOf(text: string): string[] {
  const pieces: string[] = [];
  let end = -1;
  for (const { 0: piece, index } of text.matchAll(PIECE)) {
    pieces.push(index === end ? piece : ` ${piece}`);
    end = index + piece.length;
  }
  return pieces;
}

/** The text of pieces; sentences begin with a capital when `capitals` is set. */
export function joinPieces(pieces: readonly string[], capitals: boolean): string {
  const joined = capitals ? pieces.map((piece, i) => (beginsSentence(pieces, i) ? capitalised(piece) : piece)) : pieces;
  return joined.join('').trimStart();
}

/** Whether a piece is the first of the text or follows the end of a sentence. */
export function beginsSentence(pieces: readonly string[], i: number): boolean {
  return i === 0 || (SENTENCE_END.test(pieces[i - 1]) && pieces[i].startsWith(' '));
}

/** A piece with its first character in upper case. */
export function capitalised(piece: string): string {
  return piece.replace(/^ ?\p{Ll}/u, (letter) => letter.toUpperCase());
}

/** A piece with its first letter in lower case, when it is the only one in upper case. */
export function uncapitalised(piece: string): string {
  return /^ ?\p{Lu}\P{Lu}*$/u.test(piece) ? piece.toLowerCase() : piece;
}
