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
