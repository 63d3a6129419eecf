import { expect, test } from 'vitest';
import { cohenKappa, shareDifference } from '../src/index.ts';

test('Cohen kappa and its standard error are those of R vcd::Kappa', () => {
  const psychiatrists = cohenKappa([
    [88, 14, 18],
    [10, 40, 10],
    [2, 6, 12],
  ]);
  expect(psychiatrists?.kappa).toBeCloseTo(0.49152542372881347, 12);
  expect(psychiatrists?.error).toBeCloseTo(0.05100181557607786, 12);
  const two = cohenKappa([
    [30, 4],
    [5, 11],
  ]);
  expect(two?.kappa).toBeCloseTo(0.5794392523364486, 12);
  expect(two?.error).toBeCloseTo(0.1248414991001721, 12);
  expect(two!.high - two!.low).toBeCloseTo(2 * 1.959963984540054 * 0.1248414991001721, 12);
});

test('Cohen kappa: agreement, disagreement, and answers that tell nothing apart', () => {
  expect(
    cohenKappa([
      [5, 0],
      [0, 5],
    ])?.kappa,
  ).toBe(1);
  expect(
    cohenKappa([
      [0, 5],
      [5, 0],
    ])?.kappa,
  ).toBe(-1);
  expect(
    cohenKappa([
      [9, 0],
      [0, 0],
    ]),
  ).toBeNull();
});

test('difference of shares: the examples (a) and (g) of Newcombe (1998), method 10', () => {
  const first = shareDifference({ hits: 56, of: 70 }, { hits: 48, of: 80 });
  expect(first.value).toBeCloseTo(0.2, 12);
  expect(first.low).toBeCloseTo(0.0524, 4);
  expect(first.high).toBeCloseTo(0.3339, 4);
  const none = shareDifference({ hits: 0, of: 10 }, { hits: 0, of: 20 });
  expect(none.low).toBeCloseTo(-0.1611, 4);
  expect(none.high).toBeCloseTo(0.2775, 4);
});
