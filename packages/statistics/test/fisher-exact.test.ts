import { expect, test } from 'vitest';
import { fisherGreater } from '../src/index.ts';

test('Fisher exact p values are those of R fisher.test(alternative = "greater")', () => {
  const p = (a: number, n: number, b: number, m: number) => fisherGreater({ hits: a, of: n }, { hits: b, of: m });
  expect(p(12, 100, 5, 200)).toBeCloseTo(0.00139300883541, 12);
  expect(p(3, 10, 9, 11)).toBeCloseTo(0.998281903855, 11);
  expect(p(320, 10_000, 250, 10_000)).toBeCloseTo(0.00166630100717, 11);
});

test('Fisher: nothing to see without hits, and certainty from none beside all', () => {
  expect(fisherGreater({ hits: 0, of: 50 }, { hits: 0, of: 50 })).toBe(1);
  expect(fisherGreater({ hits: 3, of: 3 }, { hits: 0, of: 3 })).toBeCloseTo(1 / 20, 14);
});
