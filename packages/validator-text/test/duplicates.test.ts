import { existsSync, readFileSync } from 'node:fs';
import { createContext, createRandom, type Random } from '@verisim/core';
import { readTable } from '@verisim/io';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  alikePairs,
  type Duplicates,
  duplicateTextValidator,
  explainDuplicate,
  findCopies,
  findDuplicates,
} from '../src/index.ts';
import { quiet, textTable } from './tables.ts';

const golden = JSON.parse(
  readFileSync(new URL('../../text-measures/test/fixtures/text.json', import.meta.url), 'utf8'),
) as { texts: string[]; jaccard_char5: number[][] };

/** Jaccard similarity straight from its definition, on strings. */
function plainJaccard(a: string, b: string): number {
  const grams = (text: string) => {
    const points = [...text.normalize('NFC').toLowerCase().replace(/\s+/g, ' ').trim()];
    if (points.length === 0) return new Set<string>();
    return new Set(Array.from({ length: Math.max(1, points.length - 4) }, (_, i) => points.slice(i, i + 5).join('')));
  };
  const [x, y] = [grams(a), grams(b)];
  const shared = [...x].filter((gram) => y.has(gram)).length;
  return shared / (x.size + y.size - shared);
}

const WORDS =
  'card payment refund transfer account money please help waiting arrived declined pending again yesterday bank app store twice charge fee cash machine abroad exchange rate statement receipt balance'.split(
    ' ',
  );
const sentence = (random: Random) =>
  Array.from({ length: random.int(8, 16) }, () => WORDS[random.int(0, WORDS.length)]);

/** Sentences, most followed by copies with one to three words changed: many pairs around .8. */
function noisyTexts(sentences: number): string[] {
  const random = createRandom('noisy texts');
  return Array.from({ length: sentences }).flatMap(() => {
    const words = sentence(random);
    const changed = () => {
      const copy = [...words];
      for (let k = random.int(0, 3); k >= 0; k--)
        copy[random.int(0, copy.length)] = WORDS[random.int(0, WORDS.length)].slice(0, random.int(2, 8));
      return copy.join(' ');
    };
    return [words.join(' '), changed(), changed()];
  });
}

const dropped = ({ of }: Duplicates) => Array.from(of).flatMap((reason, text) => (reason < 0 ? [] : [[text, reason]]));

describe('golden values', () => {
  it.each([0.25, 0.5, 0.8, 0.9, 1])('pairs at %f are those of the exact matrix, with its similarities', (threshold) => {
    const expected = golden.jaccard_char5.flatMap((row, a) =>
      row.flatMap((value, b) => (a < b && value >= threshold ? [[a, b, value]] : [])),
    );
    const found = alikePairs(golden.texts, threshold);
    expect(found.map(({ a, b }) => `${a} ${b}`).sort()).toEqual(expected.map(([a, b]) => `${a} ${b}`).sort());
    expect(expected.length).toBeGreaterThan(4);
    for (const { a, b, similarity } of found) expect(similarity).toBeCloseTo(golden.jaccard_char5[a][b], 11);
  });
});

describe('recall and precision', () => {
  const texts = noisyTexts(700);
  const exact = new Map<string, number>();
  for (let b = 0; b < texts.length; b++) {
    for (let a = 3 * Math.floor(b / 3); a < b; a++) exact.set(`${a} ${b}`, plainJaccard(texts[a], texts[b]));
  }

  it.each([0.5, 0.7, 0.8, 0.9])('at %f: no pair below it, and .97 of those above', (threshold) => {
    const truth = [...exact].filter(([, value]) => value >= threshold).map(([key]) => key);
    const found = alikePairs(texts, threshold);
    for (const { a, b, similarity } of found) expect(similarity).toBeCloseTo(plainJaccard(texts[a], texts[b]), 12);
    expect(found.every(({ similarity }) => similarity >= threshold)).toBe(true);
    const keys = new Set(found.map(({ a, b }) => `${a} ${b}`));
    expect(truth.length).toBeGreaterThan(30);
    expect(truth.filter((key) => keys.has(key)).length / truth.length).toBeGreaterThanOrEqual(0.97);
  });

  const file = new URL('../../../../shared/text/clinc150/train.csv', import.meta.url);
  const there = existsSync(file);
  if (!there) console.warn('skipped: recall on 18,000 real questions, shared/text/clinc150 is not there');
  it.skipIf(!there)(
    'on 18,000 real questions the same texts go as by an exhaustive search with a prefix filter',
    async () => {
      const { table } = await readTable(file.pathname, { kinds: { text: 'text' } });
      const column = table.columns[0];
      if (column.storage !== 'text') throw new Error('not read as text');
      const pairs = alikePairs(column.values, 0.8);
      // 505 pairs by a prefix filter (exact); see bench/dedup.bench.ts, which counts them anew.
      expect(pairs.length).toBeGreaterThanOrEqual(0.97 * 505);
      expect(pairs.length).toBeLessThanOrEqual(505);
    },
  );
});

describe('findDuplicates', () => {
  const find = (texts: readonly (string | null)[], threshold = 0.8, given = 0) =>
    findDuplicates(texts, { threshold, given }, quiet);

  it('keeps the first of equal texts, case and white space aside, and leaves missing and blank ones alone', async () => {
    const found = await find(['My card is lost', null, 'my  card is LOST ', '', ' ', null, 'another text altogether']);
    expect(dropped(found)).toEqual([[2, 0]]);
    expect(found.similarity[2]).toBe(1);
    expect([...found.exact]).toEqual([0, 0, 1, 0, 0, 0, 0]);
    expect([...found.cluster]).toEqual([0, 1, 0, 3, 4, 5, 6]);
  });

  it('does not drift along a chain: the far end is not like what was kept, and stays', async () => {
    const words = 'the quick brown fox jumps over the lazy dog while seven wizards brew some potion tonight'.split(' ');
    const chain = Array.from({ length: 6 }, (_, i) =>
      words.map((word, k) => (k < 2 * i ? `${word}xyz` : word)).join(' '),
    );
    const threshold = plainJaccard(chain[0], chain[1]) - 0.01;
    expect(plainJaccard(chain[0], chain[2])).toBeLessThan(threshold);
    const found = await find(chain, threshold);
    expect(dropped(found)[0]).toEqual([1, 0]);
    expect(found.of[2]).toBe(-1);
    for (const [text, reason] of dropped(found)) {
      expect(found.of[reason]).toBe(-1);
      expect(plainJaccard(chain[text], chain[reason])).toBeGreaterThanOrEqual(threshold);
    }
  });

  it('a copy of a text that went goes for the same reason', async () => {
    const found = await find([
      'please tell me where my card is today',
      'please tell me where my card is todays',
      'Please tell me where my card is todays',
    ]);
    expect(dropped(found)).toEqual([
      [1, 0],
      [2, 0],
    ]);
    expect(found.similarity[2]).toBe(found.similarity[1]);
    expect([...found.exact]).toEqual([0, 0, 0]);
  });

  it('joins into one cluster what one text is alike, and names the most alike as the reason', async () => {
    const [left, right] = ['aaaa bbbb cccc dddd eeee ffff gggg hhhh', 'bbbb cccc dddd eeee ffff gggg hhhh iiii'];
    const middle = 'bbbb cccc dddd eeee ffff gggg hhhh';
    const found = await find([left, right, `${middle} i`], 0.76);
    expect(plainJaccard(left, right)).toBeLessThan(0.76);
    expect(dropped(found)).toEqual([[2, 1]]);
    expect([...found.cluster]).toEqual([0, 0, 0]);
  });

  it('keeps what is given, whatever it repeats', async () => {
    const found = await find(['one and the same text', 'one and the same text', 'one and the same text'], 0.8, 2);
    expect(dropped(found)).toEqual([[2, 0]]);
  });

  it('property: reasons are kept, earlier and exactly as alike as is said; what stays is like nothing that stays', async () => {
    const text = fc
      .array(fc.constantFrom('ab', 'ba', 'abba', '🦩', ' ', 'Ä', 'a\u0308'), { maxLength: 14 })
      .map((parts) => parts.join(''));
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.option(text), { maxLength: 25 }),
        fc.constantFrom(0.4, 0.6, 0.8, 1),
        async (texts, threshold) => {
          const { of, similarity } = await find(texts, threshold);
          for (const [at, reason] of of.entries()) {
            if (reason < 0) continue;
            expect(reason).toBeLessThan(at);
            expect(of[reason]).toBe(-1);
            expect(similarity[at]).toBeCloseTo(plainJaccard(texts[at] ?? '', texts[reason] ?? ''), 12);
            expect(similarity[at]).toBeGreaterThanOrEqual(threshold);
          }
        },
      ),
      { numRuns: 60, seed: 7 },
    );
  });

  it('stops when the signal aborts', async () => {
    const signal = AbortSignal.abort(new Error('enough'));
    await expect(findDuplicates(['a'], { threshold: 0.8 }, createContext({ signal }))).rejects.toThrow('enough');
  });
});

describe('findCopies', () => {
  it('finds texts of another list, each by itself', async () => {
    const known = ['where is my card that I ordered', null, 'WHERE is my card that I ordered', 'why was there a fee'];
    const texts = [
      'where is my card that I order',
      'Why was there a fee',
      null,
      'something else entirely',
      'where is my card that I order',
    ];
    const { of, similarity } = await findCopies(texts, known, 0.8, quiet);
    expect([...of]).toEqual([0, 3, -1, -1, 0]);
    expect(similarity[0]).toBeCloseTo(plainJaccard(texts[0] as string, known[0] as string), 12);
    expect(similarity[1]).toBe(1);
  });
});

describe('explainDuplicate', () => {
  it('tells what two texts share and where they differ, in order', () => {
    expect(explainDuplicate('My card has not arrived yet', 'my card has still not come yet')).toEqual([
      { in: 'both', text: 'My card has' },
      { in: 'second', text: 'still' },
      { in: 'both', text: 'not' },
      { in: 'first', text: 'arrived' },
      { in: 'second', text: 'come' },
      { in: 'both', text: 'yet' },
    ]);
    expect(explainDuplicate('', 'a b')).toEqual([{ in: 'second', text: 'a b' }]);
  });

  it('property: its parts give both texts back', () => {
    const text = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 12 }).map((words) => words.join(' '));
    fc.assert(
      fc.property(text, text, (first, second) => {
        const parts = explainDuplicate(first, second);
        const without = (side: string) =>
          parts
            .filter((part) => part.in !== side)
            .map((part) => part.text)
            .join(' ');
        expect(without('second')).toBe(first);
        expect(without('first')).toBe(second);
      }),
      { seed: 3 },
    );
  });
});

describe('the validator', () => {
  it('drops duplicates of the batch, of accepted rows and of training texts, each by its own rule, and tags why', async () => {
    const batch = textTable({
      text: [
        'please send me a new card soon',
        'PLEASE send me a new card soon',
        'please send me a new card soon!',
        'how do I top up my account',
        'can I get my money back now',
        'nothing like it at all',
      ],
    });
    const accepted = textTable({ text: ['How do I top up my account?'] });
    const train = textTable({ text: ['can I get my money back now'] });
    const options = { columns: [], threshold: 0.8, trainThreshold: 0.9 };
    const verdict = await duplicateTextValidator.check(batch, options, { accepted, train }, quiet);
    expect([...verdict.keep]).toEqual([1, 0, 0, 0, 0, 1]);
    expect(verdict.findings.map(({ rule, rows }) => [rule, ...rows])).toEqual([
      ['exact-duplicate', 1],
      ['near-duplicate', 2],
      ['accepted-duplicate', 3],
      ['training-copy', 4],
    ]);
    expect(verdict.tags?.['duplicate-of']).toEqual([null, 'row 1', 'row 1', 'accepted row 1', 'a training row', null]);
    expect(verdict.findings[0].message).toBe(
      '1 of 6 texts (first: row 2) equal an earlier one but for case and white space; dropped.',
    );
  });
});
