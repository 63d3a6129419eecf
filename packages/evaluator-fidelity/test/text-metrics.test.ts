import { createRandom } from '@verisim/core';
import { corpusOf, countColumns, createVocabulary, hashedNgrams } from '@verisim/text-measures';
import { describe, expect, it } from 'vitest';
import {
  compressionRatio,
  cosineKernel,
  lexicalDiversity,
  scoreOf,
  selfBleu,
  spreadRatio,
  symmetricEigenvalues,
  textDetector,
  trainLogistic,
  vendiScore,
  vocabularyCoverage,
} from '../src/index.ts';
import { fixture } from './read-golden.ts';

const { texts } = JSON.parse(fixture('text.json')) as { texts: string[] };
const corpusOfTexts = (some: readonly string[]) => corpusOf(some, createVocabulary());
const odd = ['a a a b', 'a a b c d e', 'b', 'a b c d e f g h', 'x y', 'c d e f', 'a a a a a a'];

describe('selfBleu', () => {
  // A plain count in Python of what nltk's sentence_bleu with method1 is defined as, every pair compared.
  it.each([
    [texts, 2, 0.8248147464489441],
    [texts, 3, 0.7674210644498289],
    [texts, 4, 0.7221735410056558],
    [texts, 5, 0.6872032840762652],
    [odd, 2, 0.6136389062937894],
    [odd, 4, 0.48768415087802236],
  ])('as every pair compared gives it (%#)', (some, n, value) => {
    expect(selfBleu(corpusOfTexts(some), n)).toBeCloseTo(value, 12);
  });

  it('is 1 of long equal texts, 0 of texts without a common word, undefined of one', () => {
    expect(selfBleu(corpusOfTexts(['a b c d e', 'a b c d e']))).toBeCloseTo(1, 12);
    expect(selfBleu(corpusOfTexts(['a b', 'c d']))).toBe(0);
    expect(selfBleu(corpusOfTexts(['a b']))).toBeNull();
  });
});

describe('lexicalDiversity', () => {
  // The example on the package index page of LexicalRichness, as word numbers: 57 words, 39 different, MTLD 46.79.
  const example = [
    0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 1, 10, 11, 12, 13, 14, 15, 16, 13, 17, 18, 19, 20, 21, 22, 11, 23, 19, 24, 25, 26, 13,
    18, 27, 28, 29, 30, 31, 32, 33, 22, 34, 32, 35, 36, 37, 13, 29, 18, 12, 7, 38, 1, 34, 34, 32, 35,
  ];

  it('is that of LexicalRichness', () => {
    expect(lexicalDiversity(Int32Array.from(example))).toBeCloseTo(46.79226361031519, 10);
    expect(lexicalDiversity(corpusOfTexts(texts).tokens)).toBeCloseTo(15.25438596491228, 10);
  });

  it('is the number of words when all differ, 2 when none do', () => {
    expect(lexicalDiversity(Int32Array.of(1, 2, 3))).toBe(3);
    expect(lexicalDiversity(new Int32Array(40))).toBe(2);
    expect(lexicalDiversity(new Int32Array(0))).toBeNull();
  });
});

describe('compressionRatio', () => {
  it('is near that of gzip at level 6, and large for repeats', async () => {
    expect(Math.abs(((await compressionRatio(texts)) ?? 0) / 2.827800829875519 - 1)).toBeLessThan(0.02);
    expect(await compressionRatio(Array.from({ length: 400 }, () => texts[0]))).toBeGreaterThan(50);
    expect(await compressionRatio([])).toBeNull();
  });
});

describe('symmetricEigenvalues', () => {
  it('are those of matrices in closed form', () => {
    // 2 on the diagonal, -1 beside it: 2 - 2 cos(k pi / (n + 1)).
    for (const n of [1, 2, 3, 17, 60]) {
      const matrix = new Float64Array(n * n);
      for (let i = 0; i < n; i++) {
        matrix[i * n + i] = 2;
        if (i > 0) matrix[i * n + i - 1] = matrix[(i - 1) * n + i] = -1;
      }
      symmetricEigenvalues(matrix, n).forEach((value, k) => {
        expect(value).toBeCloseTo(2 - 2 * Math.cos(((k + 1) * Math.PI) / (n + 1)), 12);
      });
    }
    expect(symmetricEigenvalues(new Float64Array(0), 0)).toHaveLength(0);
  });

  it('keep trace and sum of squares of any matrix, and find a rotated diagonal again', () => {
    const random = createRandom(3);
    const n = 40;
    const diagonal = Float64Array.from({ length: n }, (_, i) => (i % 7 === 0 ? 0 : i));
    const direction = Float64Array.from({ length: n }, () => random.normal());
    const squares = direction.reduce((sum, x) => sum + x * x, 0);
    const turn = (i: number, j: number) => (i === j ? 1 : 0) - (2 * direction[i] * direction[j]) / squares;
    const matrix = new Float64Array(n * n);
    for (let i = 0; i < n; i++)
      for (let j = 0; j < n; j++)
        for (let k = 0; k < n; k++) matrix[i * n + j] += turn(i, k) * diagonal[k] * turn(k, j);
    const found = symmetricEigenvalues(matrix, n);
    diagonal.sort().forEach((value, i) => {
      expect(found[i]).toBeCloseTo(value, 10);
    });
  });

  it('do not wait for NaN', () => {
    expect(() => symmetricEigenvalues(new Float64Array(9).fill(Number.NaN), 3)).toThrow(RangeError);
  });
});

describe('vendiScore', () => {
  it('is the number of groups of equal things, and numpy`s of cosines', () => {
    const groups = Float64Array.from({ length: 36 }, (_, at) => (((at / 6) | 0) % 3 === (at % 6) % 3 ? 1 : 0));
    expect(vendiScore(groups, 6)).toBeCloseTo(3, 10);
    const counts = hashedNgrams(texts, { words: [1], characters: [] });
    const values = counts.values.slice();
    for (let row = 0; row < texts.length; row++) {
      const part = values.subarray(counts.starts[row], counts.starts[row + 1]);
      const norm = Math.hypot(...part);
      part.forEach((value, i) => {
        part[i] = value / norm;
      });
    }
    const { kernel, n } = cosineKernel({ ...counts, values });
    expect(vendiScore(kernel, n)).toBeCloseTo(5.940928863267313, 9);
  });
});

describe('trainLogistic', () => {
  // scikit-learn 1.2: LogisticRegression(C=1, fit_intercept=False, tol=1e-12) with a column of ones.
  const expected = [
    -0.5113460280824059, 0.3931233991936464, 0.7084795785791894, -0.6139059092808672, 0.29054685788764634,
    0.4220121052729255, 0.3876757585017883,
  ];

  it('has the weights of scikit-learn', () => {
    const raw = Array.from({ length: 12 }, (_, i) =>
      Array.from({ length: 6 }, (_, j): number => ((i * 7 + j * 3) % 5 === 0 ? 1 : (i + j) % 3 === 0 ? 0.5 : 0)),
    );
    const rows = countColumns(
      raw.map((row) => Int32Array.from(row.keys())),
      6,
    );
    const values = Float64Array.from(raw.flatMap((row): number[] => row.map((value) => value / Math.hypot(...row))));
    const labels = Uint8Array.from(raw, (_, i) => ((i * i) % 3 === 1 ? 1 : 0));
    const weights = trainLogistic({ ...rows, values }, labels, Int32Array.from(labels.keys()));
    expected.forEach((value, j) => {
      expect(Math.abs(weights[j] - value)).toBeLessThan(1e-4);
    });
    expect(scoreOf({ ...rows, values }, 0, weights)).toBeCloseTo(
      weights[6] + raw[0].reduce((sum, value, j) => sum + (value / Math.hypot(...raw[0])) * weights[j], 0),
      12,
    );
  });
});

describe('textDetector', () => {
  const random = createRandom(5);
  const sentence = (pick: () => number) => Array.from({ length: 8 }, () => `w${pick()}`).join(' ');
  const plain = () => sentence(() => random.int(0, 40));
  const draw = (of: () => string, rows: number) => Array.from({ length: rows }, of);

  it('does not tell apart texts of one process, nor copies, and does tell another vocabulary', () => {
    const real = draw(plain, 200);
    const same = textDetector(real, draw(plain, 200), createRandom(1));
    expect(same?.low).toBeLessThan(0.5);
    expect(same?.high).toBeGreaterThan(0.5);
    expect(textDetector(real, real, createRandom(1))?.auc).toBeCloseTo(0.5, 10);
    const shifted = draw(() => sentence(() => random.int(5, 45)), 200);
    expect(textDetector(real, shifted, createRandom(1))?.low).toBeGreaterThan(0.6);
  });

  it('wants 40 texts a side, and as many different ones as there are folds', () => {
    expect(textDetector(draw(plain, 39), draw(plain, 200), createRandom(1))).toBeNull();
    expect(
      textDetector(
        draw(plain, 60),
        draw(() => 'always the same', 60),
        createRandom(1),
      ),
    ).toBeNull();
  });
});

describe('lengths and vocabulary', () => {
  it('compare spreads with an interval that narrows', () => {
    const real = Float64Array.of(1, 2, 3, 4, 5, 6, 7);
    const ratio = spreadRatio(Float64Array.of(1, 2, 3, 4, 10), real);
    expect(ratio?.ratio).toBeCloseTo(1.6366341767699428, 12);
    const many = (values: Float64Array) => Float64Array.from({ length: 700 }, (_, i) => values[i % values.length]);
    const wide = (found: ReturnType<typeof spreadRatio>) => Math.log((found?.high ?? 0) / (found?.low ?? 0));
    expect(wide(spreadRatio(many(real), many(real)))).toBeLessThan(wide(spreadRatio(real, real)) / 5);
    expect(spreadRatio(real, new Float64Array(5).fill(2))).toBeNull();
  });

  it('count covered words by occurrence', () => {
    const vocabulary = createVocabulary();
    const [real, other] = [
      ['a a b', 'c d'],
      ['a c', ''],
    ].map((some) => corpusOf(some, vocabulary));
    expect(vocabularyCoverage(real, other)).toBe(3 / 5);
    expect(vocabularyCoverage(other, real)).toBe(1);
    expect(vocabularyCoverage(corpusOf(['!'], vocabulary), real)).toBeNull();
  });
});
