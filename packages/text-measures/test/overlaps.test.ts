import { describe, expect, it } from 'vitest';
import {
  buildOverlapIndex,
  charactersOf,
  corpusOf,
  createVocabulary,
  longestMatch,
  matchLength,
  suffixArray,
  verbatimOverlaps,
} from '../src/index.ts';

/** A fixed stream of small numbers (Lehmer's generator). */
function stream(seed: number): (most: number) => number {
  let state = seed;
  return (most) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % most;
  };
}

const letters = (next: (most: number) => number, length: number) =>
  Array.from({ length }, () => 'abc'[next(3)]).join('');

describe('suffixArray', () => {
  it.each([1, 2, 3])('sorts all suffixes (seed %i)', (seed) => {
    const next = stream(seed);
    for (const length of [1, 2, 7, 60, 200]) {
      const tokens = Int32Array.from({ length }, () => next(seed + 1));
      const suffix = (place: number) =>
        Array.from(tokens.subarray(place), (token) => String.fromCharCode(token)).join('');
      const expected = Array.from(tokens.keys()).sort((a, b) => (suffix(a) < suffix(b) ? -1 : 1));
      expect([...suffixArray(tokens, seed + 1)]).toEqual(expected);
    }
    expect(suffixArray(new Int32Array(0), 1)).toHaveLength(0);
  });
});

describe('overlaps', () => {
  const next = stream(11);
  const train = Array.from({ length: 30 }, () => letters(next, next(40)));
  const queries = Array.from({ length: 60 }, (_, i) => (i % 3 === 0 ? train[i % 30] : letters(next, next(30))));
  const longestByHand = (text: string) => {
    for (let k = text.length; k > 0; k--)
      for (let i = 0; i + k <= text.length; i++) if (train.some((one) => one.includes(text.slice(i, i + k)))) return k;
    return 0;
  };

  it.each([1 << 23, 50, 1])('are those of a search by hand, whatever the shards (%i tokens)', (shard) => {
    const index = buildOverlapIndex(charactersOf(train), shard);
    const found = verbatimOverlaps(index, charactersOf(queries), 6);
    queries.forEach((text, i) => {
      const grams = Array.from({ length: Math.max(0, text.length - 5) }, (_, at) => text.slice(at, at + 6));
      expect(found.longest[i]).toBe(longestByHand(text));
      expect(found.ngrams[i]).toBe(grams.length);
      expect(found.copied[i]).toBe(grams.filter((gram) => train.some((one) => one.includes(gram))).length);
    });
  });

  it('never cross from one text to the next, and call copies of one passage alike', () => {
    const vocabulary = createVocabulary();
    const index = buildOverlapIndex(corpusOf(['one two three four five', 'six seven'], vocabulary));
    const texts = corpusOf(['four five six', 'so two three four five', 'two three four five six', 'eight'], vocabulary);
    const { longest, copied, passage } = verbatimOverlaps(index, texts, 3);
    expect([...longest]).toEqual([2, 4, 4, 0]);
    expect([...copied]).toEqual([0, 2, 2, 0]);
    expect(passage[1]).toBe(passage[2]);
    expect(passage[0]).not.toBe(passage[1]);
  });

  it.each([1, 2, 3])('say in which text the longest part stands, over several shards (seed %i)', (seed) => {
    const next = stream(seed);
    const train = Array.from({ length: 30 }, () => letters(next, 1 + next(12)));
    const index = buildOverlapIndex(charactersOf(train), 20);
    for (let query = 0; query < 40; query++) {
      const text = letters(next, 8);
      const { length, text: found } = longestMatch(index, charactersOf([text]).tokens, 0, 8);
      const longest = [8, 7, 6, 5, 4, 3, 2, 1].find((k) => train.some((one) => one.includes(text.slice(0, k)))) ?? 0;
      expect(length).toBe(longest);
      if (longest > 0) expect(train[found]).toContain(text.slice(0, longest));
    }
  });

  it('find nothing in an empty index', () => {
    const index = buildOverlapIndex(charactersOf([]));
    expect(matchLength(index, Int32Array.of(1, 2), 0, 2)).toBe(0);
    expect(longestMatch(index, Int32Array.of(1, 2), 0, 2)).toEqual({ length: 0, text: -1 });
  });
});
