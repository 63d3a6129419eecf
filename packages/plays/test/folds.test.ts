import { createRandom, createTable } from '@verisim/core';
import { stratifiedFolds } from '@verisim/plays';
import { expect, test } from 'vitest';

function labelled(positives: number, negatives: number) {
  const codes = Int32Array.from({ length: positives + negatives }, (_, i) => Number(i < positives));
  const spec = { name: 'y', kind: 'category', nullable: false, role: 'target' } as const;
  return createTable([spec], [{ storage: 'coded', codes, levels: ['no', 'yes'] }]);
}

test('every row is validated once, every fold has its share of each class', () => {
  const table = labelled(23, 100);
  const folds = stratifiedFolds(table, 'y', 5, createRandom(1));
  const validated = folds.flatMap((fold) => [...fold.validation]).sort((a, b) => a - b);
  expect(validated).toEqual(Array.from({ length: 123 }, (_, i) => i));
  for (const fold of folds) {
    const positives = fold.validation.filter((row) => row < 23).length;
    expect([4, 5]).toContain(positives);
    expect(fold.train.length + fold.validation.length).toBe(123);
    expect(new Set([...fold.train, ...fold.validation]).size).toBe(123);
  }
});

test('equal seeds split alike, other seeds do not', () => {
  const table = labelled(30, 70);
  const split = (seed: number) =>
    stratifiedFolds(table, 'y', 5, createRandom(seed)).map((fold) => [...fold.validation]);
  expect(split(3)).toEqual(split(3));
  expect(split(3)).not.toEqual(split(4));
});

test('a class with fewer rows than folds is refused', () => {
  expect(() => stratifiedFolds(labelled(3, 100), 'y', 5, createRandom(1))).toThrow(
    expect.objectContaining({ code: 'plays/too-few-rows' }),
  );
});

test('rows with one text, of one group or descended from one seed stand in one fold', () => {
  const rows = 60;
  const codes = Int32Array.from({ length: rows }, (_, i) => i % 2);
  const texts = Array.from({ length: rows }, (_, i) => (i < 20 ? `Same  text ${i % 2}` : `text of ${i}`));
  const group = Array.from({ length: rows }, (_, i) => (i >= 20 && i < 26 ? 'g' : null));
  const parents = Array.from({ length: rows }, (_, i) => (i >= 30 && i < 36 ? `${i}; seed 7` : null));
  const text = { kind: 'text', nullable: true } as const;
  const table = createTable(
    [
      { name: 'text', ...text, role: 'feature' },
      { name: 'who', ...text, role: 'group' },
      { name: 'lineage:parents', ...text, role: 'lineage' },
      { name: 'y', kind: 'category', nullable: false, role: 'target' },
    ],
    [
      { storage: 'text', values: texts.map((value, i) => (i % 4 < 2 ? value : value.toUpperCase())) },
      { storage: 'text', values: group },
      { storage: 'text', values: parents },
      { storage: 'coded', codes, levels: ['no', 'yes'] },
    ],
  );
  for (const seed of [1, 2, 3]) {
    const folds = stratifiedFolds(table, 'y', 4, createRandom(seed));
    const foldOf = (row: number) => folds.findIndex(({ validation }) => validation.includes(row));
    for (const family of [
      [0, 2, 4, 18],
      [1, 3, 19],
      [20, 21, 25],
      [30, 31, 35],
    ])
      expect(new Set(family.map(foldOf)).size).toBe(1);
    expect(new Set(Array.from({ length: rows }, (_, row) => foldOf(row))).size).toBe(4);
  }
});
