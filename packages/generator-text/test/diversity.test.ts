import { createRandom, isVerisimError } from '@verisim/core';
import { expect, test } from 'vitest';
import { cellQuotas, gridCells } from '../src/diversity/grid.ts';
import { createRotation } from '../src/diversity/rotate.ts';
import { shareOut } from '../src/diversity/share-out.ts';
import { topicLeaves } from '../src/diversity/topic-leaves.ts';

test('shares add up and are within one of what is exact', () => {
  // Hamilton's method on the textbook example of five parties and ten seats.
  expect(shareOut(10, [47_000, 16_000, 15_900, 12_000, 6000, 3100])).toEqual([5, 2, 1, 1, 1, 0]);
  const random = createRandom('shares');
  for (let i = 0; i < 50; i++) {
    const weights = Array.from({ length: random.int(1, 9) }, () => random.int(1, 100));
    const total = random.int(0, 200);
    const sum = weights.reduce((a, b) => a + b, 0);
    const shares = shareOut(total, weights);
    expect(shares.reduce((a, b) => a + b, 0)).toBe(total);
    for (const [k, share] of shares.entries()) expect(Math.abs(share - (total * weights[k]) / sum)).toBeLessThan(1);
  }
});

test('a topic tree is its leaves, with their paths', () => {
  expect(topicLeaves({ cards: ['lost', 'stolen'], fees: { abroad: ['cash', 'shop'], home: null } })).toEqual([
    ['cards', 'lost'],
    ['cards', 'stolen'],
    ['fees', 'abroad', 'cash'],
    ['fees', 'abroad', 'shop'],
    ['fees', 'home'],
  ]);
  expect(topicLeaves([])).toEqual([]);
});

test('the grid is every topic with every combination, and quotas of cells differ by one row at most', () => {
  const cells = gridCells([['a'], ['b', 'c']], { tone: ['calm', 'angry'], length: ['short', 'long', 'middle'] });
  expect(cells).toHaveLength(12);
  expect(new Set(cells.map((cell) => JSON.stringify(cell))).size).toBe(12);
  for (const rows of [1, 5, 12, 30]) {
    const counts = new Map<number, number>();
    for (const cell of cellQuotas(12, rows, createRandom(rows))) counts.set(cell, (counts.get(cell) ?? 0) + 1);
    const most = Math.max(...counts.values());
    const least = counts.size < 12 ? 0 : Math.min(...counts.values());
    expect(most - least).toBeLessThanOrEqual(1);
  }
  const many = Object.fromEntries(['a', 'b', 'c'].map((name) => [name, Array.from({ length: 30 }, (_, i) => `${i}`)]));
  const error = (() => {
    try {
      return gridCells([], many);
    } catch (thrown) {
      return thrown;
    }
  })();
  expect(isVerisimError(error) && error.code).toBe('generator-text/grid-too-large');
});

test('a rotation takes everything once before anything again', () => {
  const rotation = createRotation(10, createRandom('turns'));
  const taken = [0, 1, 2, 3].flatMap((turn) => rotation(turn, 5));
  expect(taken.slice(0, 10).toSorted((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  expect(taken.slice(10).toSorted((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  expect(taken.slice(0, 10)).not.toEqual(taken.slice(10));
  for (let turn = 0; turn < 20; turn++) expect(new Set(rotation(turn, 3)).size).toBe(3);
  expect(rotation(7, 99)).toHaveLength(10);
});
