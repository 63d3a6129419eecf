import { createRandom, type Table } from '@verisim/core';
import { describe, expect, it } from 'vitest';
import { cellsOf } from '../src/cells.ts';
import { dealtChance, winsOf } from '../src/dealt-chance.ts';
import { singlingOut } from '../src/singling-out.ts';
import { levels, numbers, table } from './tables.ts';

const rows = { size: 50, parts: 1, controls: 1 };
const each = (...found: number[]) => found.map((row) => Int32Array.of(row));

describe('dealtChance', () => {
  it('is that of a coin thrown for every row: 16 predicates for a training row each are 4 errors', () => {
    const matches = each(...Array.from({ length: 16 }, (_, i) => i));
    expect(winsOf(matches, rows)).toEqual({ rate: 1, control: 0 });
    // The difference is (2 X - 16) / 16 with X of 100 rows dealt into two halves: a deviation of 1 / 4, drawn without replacement a little less.
    const p = dealtChance(matches, rows, createRandom(1));
    expect(p).toBeGreaterThan(1e-6);
    expect(p).toBeLessThan(1e-3);
  });

  it('takes predicates that hold for the same row as one', () => {
    const p = dealtChance(each(...new Array(16).fill(7)), rows, createRandom(1));
    expect(p).toBeGreaterThan(0.1);
    expect(p).toBeLessThan(0.25);
  });

  it('knows nothing from predicates that hold for many rows or none', () => {
    const many = Int32Array.from({ length: 100 }, (_, row) => row);
    expect(dealtChance([many, new Int32Array(0)], rows, createRandom(1))).toBe(1);
  });
});

/** A skewed category, a heavy tail and unrelated numbers: predicates of many rows hold for the same outliers. */
function draw(count: number, seed: string): Table {
  const random = createRandom(seed);
  const cells = <T>(cell: () => T) => Array.from({ length: count }, cell);
  return table({
    tail: ['number', numbers(...cells(() => Math.exp(2 * random.normal())))],
    age: ['integer', numbers(...cells(() => Math.round(40 + 12 * random.normal())))],
    group: ['category', levels(...cells(() => 'ABCDE'[Math.floor(5 * random.next() ** 3)]))],
  });
}

describe('singling out among rows of one process', () => {
  it('has a small p as often as it should, over 60 draws', () => {
    const small = { univariate: 0, multivariate: 0 };
    for (let seed = 0; seed < 60; seed++) {
      const [train, made, holdout] = cellsOf([
        draw(500, `train ${seed}`),
        draw(400, `made ${seed}`),
        draw(300, `held ${seed}`),
      ]);
      for (const { attack, column, p } of singlingOut(train, made, holdout, 300, createRandom(seed)))
        if (column === null && p < 0.05) small[attack === 'singling-out-univariate' ? 'univariate' : 'multivariate']++;
    }
    // Of 60 with a chance of 5 %, eight or more have one of 0.9 %.
    expect(small.univariate).toBeLessThan(8);
    expect(small.multivariate).toBeLessThan(8);
  });
});
