import { expect, test } from 'vitest';
import { findGrid, mostDecimals, onGrid, withDecimals } from '../src/value-grid.ts';

test.each([
  [[3, 1, 8], { scale: 1, step: 1 }],
  [[1000, 4000, 2000], { scale: 1, step: 1000 }],
  [[0.1, 0.25], { scale: 100, step: 15 }],
  [[86_400_000, 172_800_000, 950_400_000], { scale: 1, step: 86_400_000 }],
  [[-1.5, 2.5, 3], { scale: 10, step: 5 }],
  [[7], { scale: 1, step: 1 }],
])('%j lie on %j', (values, grid) => {
  expect(findGrid(Float64Array.from(values))).toMatchObject(grid);
});

test('no grid for full doubles; whole numbers stay whole however large', () => {
  expect(findGrid(Float64Array.of(1, 0.1 + 0.2))).toBeNull();
  expect(findGrid(Float64Array.of(1e18, 3))).toEqual({ scale: 1, step: 1, origin: 0 });
});

test('points of the grid read back exactly as they would be parsed', () => {
  const values = Float64Array.from({ length: 1000 }, (_, i) => Number((i * 0.01 - 3).toFixed(2)));
  const grid = findGrid(values);
  for (const value of values) {
    expect(onGrid(grid, value + 0.004)).toBe(value);
    expect(onGrid(grid, value - 0.004)).toBe(value);
  }
  expect(Object.is(onGrid(grid, -0.001), 0)).toBe(true);
});

test('decimals as written, and no more than that', () => {
  expect(mostDecimals(Float64Array.of(1, 2.25, 1e21))).toBe(2);
  expect(mostDecimals(Float64Array.of(1.5e-7, 0.1 + 0.2))).toBe(17);
  expect(mostDecimals(Float64Array.of(5e-324))).toBe(101);
  expect(withDecimals(5e-324, 101)).toBe(5e-324);
  expect(withDecimals(1 / 3, 4)).toBe(0.3333);
  expect(Object.is(withDecimals(-1e-9, 4), 0)).toBe(true);
  expect(withDecimals(1.7e300, 2)).toBe(1.7e300);
});
