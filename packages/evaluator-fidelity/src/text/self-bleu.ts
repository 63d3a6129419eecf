import { type Corpus, ngramNumbers } from '@verisim/text-measures';

/** Precision of an order without a match: the epsilon of smoothing method 1 (Chen & Cherry 2014). */
const EPSILON = 0.1;

/**
 * Self-BLEU-n (Zhu et al. 2018, Texygen): the mean BLEU of each text against all others, in [0, 1]; lower = more varied. BLEU as
 * `nltk.translate.bleu_score.sentence_bleu` has it with `SmoothingFunction().method1`: equal weights of orders 1 to n, counts clipped
 * at the greatest of any one other text, the closest length (the shorter of two) for brevity, 0 without a common word. A text shorter
 * than an order has no n-gram of it and gets the smoothed 0.1 there, as in nltk. `null` with fewer than two texts. Linear in tokens: the
 * two greatest counts per n-gram are kept, so no pair is compared.
 */
export function selfBleu(corpus: Corpus, n = 4): number | null {
  const { starts } = corpus;
  const texts = starts.length - 1;
  if (texts < 2) return null;
  const logs = new Float64Array(texts);
  const noWord = new Uint8Array(texts);
  for (let order = 1; order <= n; order++) {
    const matched = clippedMatches(corpus, order);
    for (let text = 0; text < texts; text++) {
      const total = Math.max(1, starts[text + 1] - starts[text] - order + 1);
      if (order === 1 && matched[text] === 0) noWord[text] = 1;
      logs[text] += Math.log((matched[text] || EPSILON) / total) / n;
    }
  }
  const brevity = brevityPenalties(Int32Array.from({ length: texts }, (_, i) => starts[i + 1] - starts[i]));
  return logs.reduce((sum, log, text) => sum + (noWord[text] ? 0 : brevity[text] * Math.exp(log)), 0) / texts;
}

/** Per text, its n-grams that some other text holds, each counted at most as often as one other text holds it. */
function clippedMatches(corpus: Corpus, n: number): Float64Array {
  const { starts } = corpus;
  const { at, distinct } = ngramNumbers(corpus, n);
  const [most, second] = [new Int32Array(distinct), new Int32Array(distinct)];
  const holder = new Int32Array(distinct).fill(-1);
  const counts = new Int32Array(distinct);
  const matched = new Float64Array(starts.length - 1);
  const eachNgram = (text: number, visit: (ngram: number, count: number) => void) => {
    for (let i = starts[text]; i < starts[text + 1]; i++) if (at[i] >= 0) counts[at[i]]++;
    for (let i = starts[text]; i < starts[text + 1]; i++) {
      if (at[i] < 0 || counts[at[i]] === 0) continue;
      visit(at[i], counts[at[i]]);
      counts[at[i]] = 0;
    }
  };
  for (let text = 0; text < matched.length; text++) {
    eachNgram(text, (ngram, count) => {
      if (count > most[ngram]) {
        second[ngram] = most[ngram];
        most[ngram] = count;
        holder[ngram] = text;
      } else if (count > second[ngram]) second[ngram] = count;
    });
  }
  for (let text = 0; text < matched.length; text++) {
    eachNgram(text, (ngram, count) => {
      matched[text] += Math.min(count, holder[ngram] === text ? second[ngram] : most[ngram]);
    });
  }
  return matched;
}

/** 1 for a text longer than the other text of the closest length, else exp(1 - closest / length). */
function brevityPenalties(lengths: Int32Array): Float64Array {
  const counts = new Map<number, number>();
  for (const length of lengths) counts.set(length, (counts.get(length) ?? 0) + 1);
  const known = [...counts.keys()].sort((a, b) => a - b);
  const penalties = new Map<number, number>();
  known.forEach((length, i) => {
    const others = [known[i - 1], known[i + 1]].filter((other) => other !== undefined);
    const nearest = others.sort((a, b) => Math.abs(a - length) - Math.abs(b - length) || a - b)[0];
    const closest = (counts.get(length) ?? 0) > 1 ? length : nearest;
    penalties.set(length, length === 0 ? 0 : length > closest ? 1 : Math.exp(1 - closest / length));
  });
  return Float64Array.from(lengths, (length) => penalties.get(length) ?? 0);
}
