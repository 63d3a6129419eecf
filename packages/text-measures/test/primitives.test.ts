import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  buildJaccardIndex,
  corpusOf,
  createVocabulary,
  distinctNgrams,
  hashedNgrams,
  jaccard,
  mostSimilar,
  ngramNumbers,
  normalForm,
  shingles,
  sparseDot,
  tfIdf,
  words,
} from '../src/index.ts';

const golden = JSON.parse(readFileSync(new URL('./fixtures/text.json', import.meta.url), 'utf8')) as {
  texts: string[];
  jaccard_char5: number[][];
  distinct_n: Record<string, number>;
};

describe('golden values', () => {
  const sets = golden.texts.map((text) => shingles(normalForm(text)));

  it('Jaccard of character 5-grams, every pair', () => {
    golden.jaccard_char5.forEach((row, i) => {
      row.forEach((value, j) => {
        expect(Math.abs(jaccard(sets[i], sets[j]) - value)).toBeLessThan(1e-11);
      });
    });
  });

  it.each(['1', '2', '3', '4'])('distinct-%s', (n) => {
    const split = (text: string) => text.toLowerCase().split(/\s+/);
    for (const cut of [split, words]) {
      const corpus = corpusOf(golden.texts, createVocabulary(), cut);
      expect(distinctNgrams(corpus, Number(n))).toBeCloseTo(golden.distinct_n[n], 14);
    }
  });

  it.each([0.05, 0.5, 0.8, 1])('the search finds what all pairs find at %s', (threshold) => {
    const index = buildJaccardIndex(sets, threshold);
    sets.forEach((set, i) => {
      const similar = golden.jaccard_char5[i].map((value, j) => (i === j ? 0 : value));
      const best = Math.max(...similar);
      const found = mostSimilar(index, set, i);
      if (best < threshold) expect(found).toBeNull();
      else expect(found).toMatchObject({ place: similar.indexOf(best) });
    });
  });
});

describe('words', () => {
  it.each([
    ["I haven't GOT it—yet!", ['i', "haven't", 'got', 'it', 'yet']],
    ['re-order № 12.50', ['re', 'order', '12', '50']],
    ['カード が abc漢字', ['カ', 'ー', 'ド', 'が', 'abc', '漢', '字']],
    ['E\u0301te\u0301', ['été']],
    ['สวัสดี', ['ส', 'วั', 'ส', 'ดี']],
    ['🙂 !?', []],
  ])('of %j', (text, expected) => {
    expect(words(text)).toEqual(expected);
  });
});

describe('normalForm', () => {
  it('folds case, white space and composition, and is its own normal form', () => {
    const text = '  Caf\u0065\u0301 \t\u00a0\n NOIR ';
    expect(normalForm(text)).toBe('café noir');
    expect(normalForm(normalForm(text))).toBe('café noir');
  });
});

describe('shingles', () => {
  it('count code points, and a short text is one', () => {
    expect(shingles('🙂🙂🙂🙂🙂🙂')).toHaveLength(1);
    expect(shingles('abcdefg')).toHaveLength(3);
    expect(shingles('abc')).toHaveLength(1);
    expect(shingles('')).toHaveLength(0);
    expect(jaccard(shingles(''), shingles(''))).toBe(1);
    expect(mostSimilar(buildJaccardIndex([shingles('')], 0.8), shingles(''))).toBeNull();
  });
});

describe('ngramNumbers', () => {
  it('number equal n-grams alike and stay within a text', () => {
    const corpus = corpusOf(['a b a b', 'b a b', 'c'], createVocabulary());
    const { at, distinct, total } = ngramNumbers(corpus, 2);
    expect([...at]).toEqual([0, 1, 0, -1, 1, 0, -1, -1]);
    expect({ distinct, total }).toEqual({ distinct: 2, total: 5 });
    expect(distinctNgrams(corpus, 5)).toBeNull();
  });
});

describe('hashedNgrams and tfIdf', () => {
  // scikit-learn 1.2: TfidfVectorizer(sublinear_tf=True, token_pattern=r'\w+'), cosine of rows 0 and 1, 0 and 2
  it('give the cosines of scikit-learn', () => {
    const texts = ['the card the card has not come', 'the card has come', 'my balance is wrong the app'];
    const rows = tfIdf(hashedNgrams(texts, { words: [1], characters: [] }));
    expect(sparseDot(rows, 0, rows, 0)).toBeCloseTo(1, 12);
    expect(sparseDot(rows, 0, rows, 1)).toBeCloseTo(0.8607874843988469, 12);
    expect(sparseDot(rows, 0, rows, 2)).toBeCloseTo(0.1163807836324425, 12);
  });
});
