import type { Corpus } from '@verisim/text-measures';

/**
 * The share of the words of one corpus (each occurrence counts) that another corpus holds too, in [0, 1], and the same per text.
 * `null` without a word.
 */
export function vocabularyCoverage(of: Corpus, by: Corpus): number | null {
  const { known, words } = coveredWords(of, by);
  const total = words.reduce((sum, count) => sum + count, 0);
  return total === 0 ? null : known.reduce((sum, count) => sum + count, 0) / total;
}

/** Words of each text, and how many of them the other corpus holds. */
export function coveredWords(of: Corpus, by: Corpus): { readonly known: Int32Array; readonly words: Int32Array } {
  const held = new Set(by.tokens);
  const texts = of.starts.length - 1;
  const known = new Int32Array(texts);
  for (let text = 0; text < texts; text++)
    for (let i = of.starts[text]; i < of.starts[text + 1]; i++) if (held.has(of.tokens[i])) known[text]++;
  return { known, words: Int32Array.from({ length: texts }, (_, i) => of.starts[i + 1] - of.starts[i]) };
}
