import { createRandom, type Fingerprints, rowFingerprints, type Table } from '@verisim/core';
import { describe, expect, it } from 'vitest';
import {
  agreementYield,
  contaminationValidator,
  difficultyValidator,
  findSemanticDuplicates,
  preferencePairs,
  selfAgreement,
  semanticDuplicates,
} from '../src/index.ts';
import { quiet, textTable } from './tables.ts';

describe('findSemanticDuplicates', () => {
  const random = createRandom('vectors');
  const vectors = Array.from({ length: 120 }, () => Array.from({ length: 4 }, () => random.normal()));
  const texts = vectors.map((_, i) => `text ${i}`);
  const cosine = (a: readonly number[], b: readonly number[]) => {
    const dot = (x: readonly number[], y: readonly number[]) => x.reduce((sum, value, i) => sum + value * y[i], 0);
    return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
  };

  it('with embeddings: goes because of the most alike of those that stay, as plain cosines have it', async () => {
    const { of, cosine: found } = await findSemanticDuplicates(
      texts,
      { threshold: 0.95, embed: async () => vectors },
      quiet,
    );
    const kept: number[] = [];
    for (let i = 0; i < texts.length; i++) {
      const all = kept.map((other) => cosine(vectors[i], vectors[other]));
      const best = Math.max(-1, ...all);
      expect(of[i]).toBe(best >= 0.95 ? kept[all.indexOf(best)] : -1);
      if (best >= 0.95) expect(found[i]).toBeCloseTo(best, 6);
      else kept.push(i);
    }
    expect(kept.length).toBeLessThan(115);
  });

  it('without: by words and pairs of words, whatever their case', async () => {
    const said = ['where is my new card', 'WHERE is my new card?', 'why was I charged twice', null, 'where is it', ' '];
    const { of, cosine: found } = await findSemanticDuplicates(said, { threshold: 0.9 }, quiet);
    expect([...of]).toEqual([-1, 0, -1, -1, -1, -1]);
    expect(found[1]).toBeCloseTo(1, 9);
  });

  it.each([
    ['too few', [[1, 0]]],
    ['of other lengths', [[1, 0], [1]]],
    [
      'zero',
      [
        [1, 0],
        [0, 0],
      ],
    ],
    [
      'no numbers',
      [
        [1, 0],
        [Number.NaN, 1],
      ],
    ],
  ])('refuses vectors that are %s', async (_, bad) => {
    await expect(
      findSemanticDuplicates(['a', 'b'], { threshold: 0.9, embed: async () => bad }, quiet),
    ).rejects.toMatchObject({
      code: 'validator-text/bad-embeddings',
    });
  });

  it('the validator holds a batch against accepted rows too', async () => {
    const batch = textTable({
      text: ['please block my lost card', 'what is the exchange rate', 'what is the exchange rate'],
    });
    const accepted = textTable({ text: ['Please block my lost card!'] });
    const verdict = await semanticDuplicates().check(batch, { columns: [], threshold: 0.9 }, { accepted }, quiet);
    expect([...verdict.keep]).toEqual([0, 1, 0]);
    expect(verdict.tags?.['semantic-duplicate-of']).toEqual(['accepted row 1', null, 'row 2']);
  });
});

describe('contamination', () => {
  const holdout = textTable(
    { text: ['my card was eaten by the machine', 'where is my refund'], label: ['atm', 'refund'] },
    'label',
  );
  const key = new Uint8Array(32).fill(5);
  const columns = ['text', 'label'];
  const folded = (table: Table): Table => ({
    ...table,
    columns: table.columns.map((column) =>
      column.storage === 'text'
        ? { ...column, values: column.values.map((value) => (value === null ? null : value.toLowerCase().trim())) }
        : column,
    ),
  });
  const prints = new Set(rowFingerprints(folded(holdout), columns, key));
  const fingerprints: Fingerprints = {
    columns,
    size: 2,
    collisions: (table) =>
      Int32Array.from(
        rowFingerprints(folded(table), columns, key).flatMap((print, row) => (prints.has(print) ? [row] : [])),
      ),
  };
  const batch = textTable(
    {
      text: ['My card was eaten by the machine', 'where is my refund', 'a new one', null],
      label: ['atm', 'atm', 'refund', null],
    },
    'label',
  );

  it('drops holdout texts in their normal form, and those under another label', async () => {
    const verdict = await contaminationValidator.check(batch, { anyLabel: true }, { holdout: fingerprints }, quiet);
    expect(verdict.findings.map(({ rule, rows }) => [rule, ...rows])).toEqual([
      ['holdout-text', 0],
      ['holdout-text-relabelled', 1],
    ]);
    const plain = await contaminationValidator.check(batch, { anyLabel: false }, { holdout: fingerprints }, quiet);
    expect([...plain.keep]).toEqual([0, 1, 1, 1]);
  });

  it('says when it cannot be checked', async () => {
    const without = await contaminationValidator.check(batch, { anyLabel: true }, {}, quiet);
    expect(without.findings).toMatchObject([{ rule: 'contamination-unchecked', level: 'info' }]);
    const lacking = await contaminationValidator.check(
      textTable({ text: ['x'] }),
      { anyLabel: true },
      { holdout: fingerprints },
      quiet,
    );
    expect(lacking.findings).toMatchObject([{ rule: 'contamination-unchecked', level: 'error' }]);
  });
});

describe('difficulty', () => {
  const train = textTable(
    {
      text: ['card lost', 'card lost today', 'lost my card', 'refund missing', 'refund is missing', 'missing a refund'],
      label: ['lost', 'lost', 'lost', 'refund', 'refund', 'refund'],
    },
    'label',
  );
  const batch = textTable(
    {
      text: ['my card is lost', 'refund missing still', 'my card is lost', 'qqq zzz'],
      label: ['lost', 'refund', 'refund', 'lost'],
    },
    'label',
  );

  it('is low where near training texts agree and high where they do not', async () => {
    const { keep, tags } = await difficultyValidator.check(
      batch,
      { columns: [], label: '', neighbours: 3 },
      { train },
      quiet,
    );
    expect([...keep]).toEqual([1, 1, 1, 1]);
    expect(tags?.['difficulty-band']).toEqual(['easy', 'easy', 'hard', null]);
    const [low, , high, none] = (tags?.difficulty ?? []) as Float64Array;
    expect(low + high).toBeCloseTo(1, 12);
    expect(none).toBeNaN();
  });

  it('is not told without training rows or labels', async () => {
    const alone = await difficultyValidator.check(batch, { columns: [], label: '', neighbours: 3 }, {}, quiet);
    expect(alone.findings).toMatchObject([{ rule: 'difficulty-unknown' }]);
    expect(alone.tags).toBeUndefined();
  });
});

describe('preferencePairs', () => {
  const candidates = [
    { text: 'worst', rank: 3 },
    { text: 'best', rank: 1 },
    { text: 'BEST ', rank: 2 },
    { text: 'middle', rank: 2 },
  ];
  const names = (options = {}) =>
    preferencePairs([{ prompt: 'p', candidates }], options).map(
      ({ chosen, rejected, margin }) => `${chosen}>${rejected} ${margin}`,
    );

  it('makes a pair of every two candidates that differ in rank and in more than case', () => {
    expect(names()).toEqual(['best>middle 1', 'best>worst 2', 'BEST >worst 1', 'middle>worst 1']);
    expect(names({ pairs: 'adjacent' })).toEqual(['best>middle 1', 'BEST >worst 1', 'middle>worst 1']);
    expect(names({ pairs: 'best' })).toEqual(['best>middle 1', 'best>worst 2']);
    expect(names({ margin: 2 })).toEqual(['best>worst 2']);
  });

  it('n candidates without ties make n (n - 1) / 2', () => {
    const many = Array.from({ length: 7 }, (_, i) => ({ text: `t${i}`, rank: i }));
    expect(preferencePairs([{ prompt: 'p', candidates: many }])).toHaveLength(21);
  });

  it('refuses a rank that is no number', () => {
    const bad = [{ prompt: 'p', candidates: [{ text: 'a', rank: Number.NaN }] }];
    expect(() => preferencePairs(bad)).toThrow(expect.objectContaining({ code: 'validator-text/bad-ranking' }));
  });
});

describe('selfAgreement', () => {
  it('takes the most frequent answer, and none on a tie', () => {
    expect(selfAgreement(['Refund', 'refund ', 'card'])).toEqual({ answer: 'Refund', agreement: 2 / 3 });
    expect(selfAgreement(['a', 'b'])).toEqual({ answer: null, agreement: 0.5 });
    expect(selfAgreement([null, '', null])).toEqual({ answer: null, agreement: 0 });
    expect(selfAgreement([null, 'a', 'a']).agreement).toBeCloseTo(2 / 3);
  });

  it('a teacher that errs on a fifth of its samples, two classes: 3 of 3 leaves 1.5 % errors of 52 % (binomial)', () => {
    const random = createRandom('teacher');
    const questions = Array.from({ length: 20_000 }, () =>
      Array.from({ length: 3 }, () => (random.next() < 0.2 ? 'wrong' : 'right')),
    );
    const { kept, counts } = agreementYield(questions, 1);
    const agreed = questions.map(selfAgreement).filter(({ agreement }) => agreement === 1);
    const errors = agreed.filter(({ answer }) => answer === 'wrong').length / agreed.length;
    expect(kept).toBeCloseTo(0.8 ** 3 + 0.2 ** 3, 1);
    expect(counts[3]).toBe(agreed.length);
    expect(Math.abs(errors - 0.008 / 0.52)).toBeLessThan(4 * Math.sqrt((0.0154 * 0.9846) / agreed.length));
    expect(errors).toBeLessThanOrEqual(0.03);
  });
});
