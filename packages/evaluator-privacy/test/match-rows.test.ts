import { describe, expect, it } from 'vitest';
import { type Cells, cellsOf } from '../src/cells.ts';
import { matchRows } from '../src/match-rows.ts';
import { nearTolerances } from '../src/near-tolerances.ts';
import { onceOnlyValues } from '../src/once-only.ts';
import { levels, numbers, table } from './tables.ts';

/** A stream of whole numbers below `n` (MINSTD). */
function dice(seed: number): (n: number) => number {
  let state = seed;
  return (n) => {
    state = (state * 48271) % 2147483647;
    return state % n;
  };
}

function randomTable(rows: number, seed: number) {
  const roll = dice(seed);
  const number = (n: number) => () => (roll(8) === 0 ? null : roll(n) / 4);
  const each = <T>(make: () => T) => Array.from({ length: rows }, make);
  return table({
    a: ['number', numbers(...each(number(9)))],
    b: ['number', numbers(...each(number(40)))],
    c: ['category', levels(...each(() => (roll(6) === 0 ? null : 'xyz'[roll(3)])))],
    d: ['text', { storage: 'text', values: each(() => (roll(4) === 0 ? null : `${roll(2)}`)) }],
  });
}

function matchesByHand(reference: Cells, rows: Cells, tolerances: readonly number[]): boolean[] {
  return Array.from({ length: rows.rows }, (_, row) =>
    Array.from({ length: reference.rows }, (_, place) => place).some(
      (place) =>
        [...reference.coded, ...reference.text].every((codes, c) => {
          return codes[place] === [...rows.coded, ...rows.text][c][row];
        }) &&
        reference.numeric.every((values, j) => {
          const [x, y] = [values[place], rows.numeric[j][row]];
          return Number.isNaN(x) ? Number.isNaN(y) : Math.abs(x - y) <= tolerances[j];
        }),
    ),
  );
}

describe('matchRows', () => {
  it.each([
    ['exact', [0, 0]],
    ['near', [0.25, 1.5]],
    ['near in one column', [0, 0.5]],
    ['near in the other', [0.5, 0]],
  ])('%s: finds what comparing all pairs finds', (_, tolerances) => {
    for (const seed of [1, 2, 3, 4]) {
      const [reference, rows] = cellsOf([randomTable(80, seed), randomTable(200, seed + 50)]);
      const found = matchRows(reference, rows, tolerances);
      expect([...found.rows].map((row) => row >= 0)).toEqual(matchesByHand(reference, rows, tolerances));
      expect(found.count).toBe(found.rows.filter((row) => row >= 0).length);
    }
  });

  it('holds both zeros and all missing cells to be equal, and a row not to be its own copy', () => {
    const [cells] = cellsOf([table({ a: ['number', numbers(0, -0, null, null, 5)] })]);
    expect([...matchRows(cells, cells, [0], { itself: true }).rows].map((row) => row >= 0)).toEqual([
      true,
      true,
      true,
      true,
      false,
    ]);
  });
});

describe('nearTolerances', () => {
  it('are parts of the spread without its tails', () => {
    const values = Array.from({ length: 101 }, (_, i) => (i === 100 ? 1e9 : i));
    const [cells] = cellsOf([
      table({ a: ['number', numbers(...values)], b: ['number', numbers(...values.map(() => 7))] }),
    ]);
    expect(nearTolerances(cells, 0.01)).toEqual([0.9, 0]);
  });
});

describe('onceOnlyValues', () => {
  const column = (...values: readonly number[]) => table({ a: ['number', numbers(...values)] });
  const train = column(...Array.from({ length: 25 }, (_, i) => i - 1), 100, 100, 200, 200, 200);

  it('counts cells that hold a value of one training row alone', () => {
    const [real, made, held] = cellsOf([train, column(-1, -1, 3, 50, 100), column(0, 999)]);
    expect(onceOnlyValues(real, made, held)).toEqual([
      {
        column: 'a',
        values: 25,
        synthetic: { hits: 3, rows: 5, squares: 5 },
        fresh: { hits: 1, rows: 2, squares: 1 },
      },
    ]);
  });

  it('takes each training row against the others where there is no holdout', () => {
    const [real, made] = cellsOf([train, column(1)]);
    expect(onceOnlyValues(real, made, null)[0].fresh).toEqual({ hits: 2, rows: 30, squares: 4 });
  });

  it('passes over columns that repeat themselves', () => {
    const [real, made] = cellsOf([column(...Array.from({ length: 300 }, (_, i) => i % 20)), column(1)]);
    expect(onceOnlyValues(real, made, null)).toEqual([]);
  });
});
