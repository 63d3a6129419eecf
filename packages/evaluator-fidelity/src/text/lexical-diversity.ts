/**
 * MTLD (McCarthy & Jarvis 2010, Behavior Research Methods 42): the mean number of words until the share of different ones falls to the
 * threshold, forward and backward averaged, the last incomplete part counted in proportion; as `LexicalRichness.mtld` has it, which
 * counts a factor at "threshold or below" (the paper: below). Needs 50 to 100 words to mean anything, so short texts are joined.
 * `null` without a word.
 */
export function lexicalDiversity(tokens: Int32Array, threshold = 0.72): number | null {
  if (tokens.length === 0) return null;
  return (oneWay(tokens, threshold) + oneWay(tokens.toReversed(), threshold)) / 2;
}

function oneWay(tokens: Int32Array, threshold: number): number {
  let [factors, length] = [0, 0];
  let seen = new Set<number>();
  for (const token of tokens) {
    length++;
    seen.add(token);
    if (seen.size / length > threshold) continue;
    factors++;
    length = 0;
    seen = new Set();
  }
  if (length > 0) factors += (1 - seen.size / length) / (1 - threshold);
  return tokens.length / (factors || 1);
}
