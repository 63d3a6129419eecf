export { charactersOf } from './characters.ts';
export { type Corpus, corpusOf, createVocabulary, type Vocabulary } from './corpus.ts';
export { distinctNgrams } from './distinct-ngrams.ts';
export { hashedNgrams, type NgramOrders } from './hashed-ngrams.ts';
export { jaccard } from './jaccard.ts';
export { buildJaccardIndex, type JaccardIndex, mostSimilar, type SimilarSet } from './jaccard-index.ts';
export { type NgramNumbers, ngramNumbers } from './ngram-numbers.ts';
export { normalForm } from './normal-form.ts';
export {
  buildOverlapIndex,
  longestMatch,
  matchLength,
  type OverlapIndex,
  type OverlapShard,
  type VerbatimMatch,
} from './overlap-index.ts';
export { type HashSet, hashTokens, shingles } from './shingles.ts';
export { countColumns, type SparseRows, sparseDot, tfIdf } from './sparse-rows.ts';
export { suffixArray } from './suffix-array.ts';
export { type VerbatimOverlaps, verbatimOverlaps } from './verbatim-overlaps.ts';
export { words } from './words.ts';
