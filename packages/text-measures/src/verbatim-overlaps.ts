import type { Corpus } from './corpus.ts';
import { matchLength, type OverlapIndex } from './overlap-index.ts';
import { hashTokens } from './shingles.ts';

/** How much of each text stands word for word (or character for character) in the texts of an index. */
export interface VerbatimOverlaps {
  /** Tokens of the longest part of each text that stands in one text of the index. */
  readonly longest: Int32Array;
  /** N-grams of each text. */
  readonly ngrams: Int32Array;
  /** N-grams of each text that occur in the index. */
  readonly copied: Int32Array;
  /** A 53-bit hash of the n-gram that the longest copied part begins with, of the whole text where no n-gram is copied. */
  readonly passage: Float64Array;
}

/** Compares every text with an index over the same vocabulary; n-grams are verified token by token. */
export function verbatimOverlaps(index: OverlapIndex, { tokens, starts }: Corpus, n: number): VerbatimOverlaps {
  const texts = starts.length - 1;
  const longest = new Int32Array(texts);
  const [ngrams, copied] = [new Int32Array(texts), new Int32Array(texts)];
  const passage = new Float64Array(texts);
  for (let text = 0; text < texts; text++) {
    const [from, to] = [starts[text], starts[text + 1]];
    ngrams[text] = Math.max(0, to - from - n + 1);
    let begins = from;
    for (let i = from; i < to; i++) {
      const near = matchLength(index, tokens, i, Math.min(to, i + n));
      if (near === n) copied[text]++;
      if (near < Math.min(n, longest[text] + 1) || to - i <= longest[text]) continue;
      const length = near < n ? near : matchLength(index, tokens, i, to);
      if (length > longest[text]) [longest[text], begins] = [length, i];
    }
    passage[text] = copied[text] > 0 ? hashTokens(tokens, begins, begins + n) : hashTokens(tokens, from, to);
  }
  return { longest, ngrams, copied, passage };
}
