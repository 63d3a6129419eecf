import fc from 'fast-check';
import { expect, it } from 'vitest';
import { numberGrid, numberRoom, putNumber } from '../src/number-bytes.ts';
import { printNumber } from '../src/print-cells.ts';

function put(value: number, decimals?: number): string {
  const bytes = Buffer.alloc(numberRoom, '#');
  const end = putNumber(bytes, 0, value, numberGrid(decimals));
  expect(end).toBeLessThanOrEqual(numberRoom);
  return bytes.toString('latin1', 0, end);
}

/** Numbers on decimal grids, whole ones of any length, and any doubles. */
const numbers = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.maxSafeInteger(),
  fc.integer({ min: -20_000, max: 20_000 }),
  fc.tuple(fc.maxSafeInteger(), fc.integer({ min: 0, max: 22 })).map(([digits, power]) => digits / 10 ** power),
  fc.tuple(fc.integer({ min: -1e9, max: 1e9 }), fc.integer({ min: 0, max: 6 })).map(([n, power]) => n / 10 ** power),
  fc.constantFrom(0, -0, 5e-324, 1e-6, 9.5e-7, 1e21, 2 ** 53, 2 ** 53 - 1, 999999999, 1e9, 0.1 + 0.2, 1e15, 1e15 - 1),
);

it('prints every double as the engine does, on whatever grid', () => {
  fc.assert(
    fc.property(numbers, fc.integer({ min: 0, max: 15 }), (value, decimals) => {
      const text = put(value, decimals);
      return text === printNumber(value) && Object.is(Number(text), value);
    }),
    { numRuns: 30_000, seed: 1 },
  );
});

it('goes on by arithmetic once it has seen how many decimals a column has', () => {
  const grid = numberGrid();
  const bytes = Buffer.alloc(numberRoom);
  for (const value of [1.5, 0.125, 2.25, 3]) {
    expect(bytes.toString('latin1', 0, putNumber(bytes, 0, value, grid))).toBe(String(value));
  }
  expect(grid.decimals).toBe(3);
});
