import { cellOf, columnOf, takeRows } from '@verisim/core';
import { expect, test } from 'vitest';
import { trendOf } from '../src/difficulty/trend.ts';
import { checkDifficulty, difficultyOf, perturb } from '../src/index.ts';
import { changed, SENTENCES, textsIn, tickets } from './perturb-tables.ts';

const repeated = (counts: Readonly<Record<string, readonly [right: number, wrong: number]>>) => {
  const rows = Object.entries(counts).flatMap(([band, [right, wrong]]) => [
    ...Array.from({ length: right }, () => [band, 0] as const),
    ...Array.from({ length: wrong }, () => [band, 1] as const),
  ]);
  return [rows.map(([band]) => band), rows.map(([, wrong]) => wrong)] as const;
};

test('tau-b and trend are those of scipy.stats.kendalltau and of prop.trend.test in R', () => {
  const found = checkDifficulty(...repeated({ easy: [90, 10], medium: [45, 15], hard: [22, 18] }));
  expect(found.tau).toBeCloseTo(0.3038434644901307, 12);
  expect(found.trend).toBeCloseTo(4.107316e-6, 10);
  expect(found.verdict).toBe('agrees');
  expect(found.bands.map(({ error }) => error)).toEqual([0.1, 0.25, 0.45]);
  expect(found.reversed).toEqual([]);
});

test('the standard error of tau is that of 4,000 bootstrap samples, drawn outside', () => {
  const table = [
    [90, 10],
    [45, 15],
    [22, 18],
  ] as const;
  const { tau, low, high } = trendOf(table)!;
  expect((high - low) / 2 / 1.959964).toBeCloseTo(BOOTSTRAP_ERROR, 2);
  expect(tau - low).toBeCloseTo(high - tau, 12);
});

/** Of scipy.stats.kendalltau over rows drawn again with numpy. */
const BOOTSTRAP_ERROR = 0.0654;

test('harder rows that are wrong less often disagree, and too few rows tell nothing', () => {
  const against = checkDifficulty(...repeated({ easy: [40, 60], hard: [90, 10], adversarial: [95, 5] }));
  expect([against.verdict, against.reversed]).toEqual(['disagrees', [['easy', 'hard']]]);
  expect(checkDifficulty(...repeated({ easy: [5, 1], hard: [4, 2] })).verdict).toBe('cannot tell');
  // Seven rows without an error make an interval above 0 and no trend.
  const few = checkDifficulty(...repeated({ medium: [7, 0], hard: [1273, 221] }));
  expect([few.verdict, few.low! > 0]).toEqual(['cannot tell', true]);
  for (const counts of [{ easy: [10, 5] }, { easy: [10, 0], hard: [5, 0] }] as readonly Parameters<
    typeof repeated
  >[0][]) {
    const found = checkDifficulty(...repeated(counts));
    expect([found.verdict, found.tau, found.trend]).toEqual(['cannot tell', null, null]);
  }
  expect(checkDifficulty(['easy', null, 'hard'], [0, 1, 1]).bands.map(({ rows }) => rows)).toEqual([1, 1]);
});

test('what cannot be compared is refused with the row', () => {
  const code = { code: 'generator-rules/cannot-compare' };
  expect(() => checkDifficulty(['easy'], [0, 1])).toThrow(expect.objectContaining(code));
  expect(() => checkDifficulty(['easy', 'tricky'], [0, 1])).toThrow(
    expect.objectContaining({ ...code, message: expect.stringContaining('row 2') }),
  );
  expect(() => checkDifficulty(['easy', 'hard'], [0, 0.5])).toThrow(expect.objectContaining(code));
});

test('bands follow the share that was touched; a label that may have changed is never easy', () => {
  expect([0, 0.049, 0.05, 0.19, 0.2, 1].map((share) => difficultyOf(share, false))).toEqual([
    'easy',
    'easy',
    'medium',
    'medium',
    'hard',
    'hard',
  ]);
  expect(difficultyOf(0, true)).toBe('medium');
});

test('a classifier of words is wrong more often on typos that are tagged harder', async () => {
  const source = tickets(200);
  const wordsOf = (text: string) => new Set(text.toLowerCase().match(/\p{L}+/gu) ?? []);
  const known = SENTENCES.map(wordsOf);
  const classify = (text: string): number => {
    const words = wordsOf(text);
    const shared = known.map((own) => [...words].filter((word) => own.has(word)).length);
    // Undecided texts go to the first class.
    const best = Math.max(...shared);
    return best < 6 ? 0 : shared.indexOf(best);
  };
  const bands: (string | null)[] = [];
  const wrong: number[] = [];
  for (const strength of [0.02, 0.1, 0.2, 0.35, 0.5]) {
    const { table, said } = await changed(perturb, source, { kinds: 'typos', column: 'text', strength }, 300, strength);
    const topics = columnOf(takeRows(source, textsIn(said, 'parents').map(Number)), 'topic');
    if (topics.storage !== 'coded') throw new Error('no classes');
    textsIn(table, 'text').forEach((text, row) => {
      wrong.push(Number(classify(text!) !== topics.codes[row]));
      bands.push(cellOf(columnOf(said, 'difficulty'), row) as string);
    });
  }
  const found = checkDifficulty(bands, wrong);
  expect(found.verdict).toBe('agrees');
  expect(found.bands.map(({ difficulty }) => difficulty)).toEqual(['easy', 'medium', 'hard']);
});
