import type { Corpus } from './corpus.ts';

/** The n-grams of a corpus by number: equal n-grams, and no others, have equal numbers. */
export interface NgramNumbers {
  /** Number of the n-gram that begins at a token, -1 where none fits into the text. */
  readonly at: Int32Array;
  /** How many different ones there are: numbers are 0 to `distinct` - 1. */
  readonly distinct: number;
  /** How many there are in all. */
  readonly total: number;
}

/** The n-grams of a corpus, within a text only, each as its first n - 1 tokens' number and the last token: exact, no hashes. */
export function ngramNumbers({ tokens, starts }: Corpus, n: number): NgramNumbers {
  let at: Int32Array = Int32Array.from(tokens);
  let { total, distinct } = renumber(at, (i) => at[i]);
  for (let order = 2; order <= n; order++) {
    const before = at;
    const width = tokens.reduce((most, token) => Math.max(most, token), 0) + 1;
    at = new Int32Array(tokens.length).fill(-1);
    for (let text = 0; text + 1 < starts.length; text++)
      for (let i = starts[text]; i + order <= starts[text + 1]; i++) at[i] = 0;
    ({ total, distinct } = renumber(at, (i) => before[i] * width + tokens[i + order - 1]));
  }
  return { at, total, distinct };
}

/** Numbers keys in the order of first appearance where `at` is not -1. */
function renumber(at: Int32Array, keyOf: (i: number) => number): { total: number; distinct: number } {
  const numbers = new Map<number, number>();
  let total = 0;
  for (let i = 0; i < at.length; i++) {
    if (at[i] < 0) continue;
    total++;
    const key = keyOf(i);
    at[i] = numbers.get(key) ?? numbers.size;
    if (at[i] === numbers.size) numbers.set(key, at[i]);
  }
  return { total, distinct: numbers.size };
}
