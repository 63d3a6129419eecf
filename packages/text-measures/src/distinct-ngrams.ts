import type { Corpus } from './corpus.ts';
import { ngramNumbers } from './ngram-numbers.ts';

/**
 * Distinct-n (Li et al. 2016, NAACL): different n-grams / all n-grams of a corpus, in (0, 1]; `null` when no text is long enough. N-grams
 * stay within a text; the package `diversity` joins texts with a space first and counts those across borders as well. Falls as
 * a corpus grows: compare corpora of as many tokens.
 */
export function distinctNgrams(corpus: Corpus, n: number): number | null {
  const { distinct, total } = ngramNumbers(corpus, n);
  return total === 0 ? null : distinct / total;
}
