/** The place before a text, which is the context of its first two tokens. */
export const BEGIN = 0;
/** The token after the last of a text. */
export const END = 1;
/** Tokens from here on are words. */
export const FIRST_WORD = 2;

/** What follows each context of one length, and how often. */
export interface NgramLevel {
  /** What follows context `c` lies at `starts[c]` to `starts[c + 1] - 1`. */
  readonly starts: Int32Array;
  /** Ascending within a context. */
  readonly next: Int32Array;
  /** Of the longest n-grams occurrences; of shorter ones the number of different tokens before them. */
  readonly counts: Int32Array;
  /** Running sums of the discounted counts within a context. */
  readonly sums: Float64Array;
  /** Sum of the counts of each context. */
  readonly totals: Float64Array;
  /** What is taken from counts of 1, of 2, and of 3 and more. */
  readonly discounts: readonly [number, number, number];
}

/** A trigram model of token sequences. */
export interface KneserNey {
  /** Tokens are below this. */
  readonly width: number;
  /** Pairs `u * width + v` that occur, ascending: the contexts of `trigrams` by place. */
  readonly pairs: Float64Array;
  readonly trigrams: NgramLevel;
  /** Contexts are tokens. */
  readonly bigrams: NgramLevel;
  /** One context, 0. */
  readonly unigrams: NgramLevel;
}

/** Discounts where a corpus is too small to estimate them: those that KenLM falls back to. */
const FALLBACK = [0.5, 1, 1.5] as const;

/**
 * Interpolated modified Kneser-Ney trigrams (Chen & Goodman 1998, section 3): an n-gram of count c loses D(1), D(2) or D(3+), which goes to the
 * shorter context. With n_k the number of n-grams of count k and Y = n_1 / (n_1 + 2 n_2), D(1) = 1 - 2 Y n_2 / n_1, D(2) = 2 - 3 Y n_3 / n_2 and
 * D(3+) = 3 - 4 Y n_4 / n_3, for each length by itself; .5, 1 and 1.5 where one of n_1 to n_4 is 0 (as KenLM does) or a
 * discount is out of range.
 *
 * @param texts tokens of each text, all from {@link FIRST_WORD} to `width` - 1
 * @param discount what the discounts are multiplied by: 1 as in the paper, less for texts that keep nearer to those that were learned
 */
export function fitKneserNey(texts: readonly Int32Array[], width: number, discount: number): KneserNey {
  const length = texts.reduce((sum, text) => sum + text.length + 1, 0);
  const [firsts, pairsAt, lasts] = [new Int32Array(length), new Float64Array(length), new Int32Array(length)];
  let place = 0;
  for (const text of texts) {
    for (let i = 0, u = BEGIN, v = BEGIN; i <= text.length; i++, place++) {
      const w = i < text.length ? text[i] : END;
      firsts[place] = u;
      pairsAt[place] = u * width + v;
      lasts[place] = w;
      [u, v] = [v, w];
    }
  }
  const pairs = distinct(pairsAt);
  const trigrams = countKeys(Float64Array.from(lasts, (w, i) => placeOf(pairs, pairsAt[i]) * width + w));
  // A trigram lends its pair one count, however often it occurs; what follows the beginning has nothing before it and keeps its own count.
  const before = Float64Array.from(trigrams.keys, (key) => pairs[Math.floor(key / width)]);
  const bigrams = countKeys(
    repeated(trigrams.keys, (key, i) => {
      const begins = Math.floor(before[i] / width) === BEGIN && before[i] % width === BEGIN;
      return [(before[i] % width) * width + (key % width), begins ? trigrams.counts[i] : 1];
    }),
  );
  const unigrams = countKeys(bigrams.keys.map((key) => key % width));
  return {
    width,
    pairs,
    trigrams: levelOf(trigrams, pairs.length, width, discount),
    bigrams: levelOf(bigrams, width, width, discount),
    unigrams: levelOf(unigrams, 1, width, discount),
  };
}

/** The place of a value among ascending ones, -1 when it is not there. */
export function placeOf(values: Float64Array | Int32Array, value: number): number {
  let [low, high] = [0, values.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (values[middle] < value) low = middle + 1;
    else high = middle;
  }
  return values[low] === value ? low : -1;
}

interface Counted {
  readonly keys: Float64Array;
  readonly counts: Int32Array;
}

function countKeys(all: Float64Array): Counted {
  const sorted = all.sort();
  const keys = distinct(sorted);
  const counts = new Int32Array(keys.length);
  for (let i = 0, k = 0; i < sorted.length; i++) {
    if (sorted[i] !== keys[k]) k++;
    counts[k]++;
  }
  return { keys, counts };
}

function distinct(values: Float64Array): Float64Array {
  const sorted = values.slice().sort();
  return sorted.filter((value, i) => i === 0 || value !== sorted[i - 1]);
}

function repeated(keys: Float64Array, make: (key: number, i: number) => readonly [number, number]): Float64Array {
  const all: number[] = [];
  keys.forEach((key, i) => {
    const [made, times] = make(key, i);
    for (let time = 0; time < times; time++) all.push(made);
  });
  return Float64Array.from(all);
}

function levelOf({ keys, counts }: Counted, contexts: number, width: number, discount: number): NgramLevel {
  const starts = new Int32Array(contexts + 1);
  for (const key of keys) starts[Math.floor(key / width) + 1]++;
  for (let context = 0; context < contexts; context++) starts[context + 1] += starts[context];
  const [one, two, more] = discountsOf(counts);
  const discounts = [discount * one, discount * two, discount * more] as const;
  const sums = new Float64Array(keys.length);
  const totals = new Float64Array(contexts);
  for (let context = 0; context < contexts; context++) {
    for (let i = starts[context], sum = 0; i < starts[context + 1]; i++) {
      sum += counts[i] - discounts[Math.min(3, counts[i]) - 1];
      sums[i] = sum;
      totals[context] += counts[i];
    }
  }
  return { starts, next: Int32Array.from(keys, (key) => key % width), counts, sums, totals, discounts };
}

function discountsOf(counts: Int32Array): readonly [number, number, number] {
  const [n1, n2, n3, n4] = [1, 2, 3, 4].map((k) => counts.reduce((sum, count) => sum + Number(count === k), 0));
  const y = n1 / (n1 + 2 * n2);
  const found = [1 - (2 * y * n2) / n1, 2 - (3 * y * n3) / n2, 3 - (4 * y * n4) / n3] as const;
  const defined = n1 * n2 * n3 * n4 > 0 && found.every((discount, k) => discount >= 0 && discount <= k + 1);
  return defined ? found : FALLBACK;
}
