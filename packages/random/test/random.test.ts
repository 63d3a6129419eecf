import { createRandom, randomFromKey, shuffle, xoshiro128pp, xoshiro128ppBits } from '@verisim/random';
import { expect, test } from 'vitest';

test('xoshiro128++ gives the published vector', () => {
  const next = xoshiro128pp(1, 2, 3, 4);
  const drawn = Array.from({ length: 10 }, next);
  expect(drawn).toEqual([
    641, 1573767, 3222811527, 3517856514, 836907274, 4247214768, 3867114732, 1355841295, 495546011, 621204420,
  ]);
});

test('a fork depends on its label, not on what was drawn', () => {
  const a = createRandom(7);
  const b = createRandom('7');
  b.next();
  expect(a.fork('x').next()).toBe(b.fork('x').next());
  expect(a.fork('x').next()).not.toBe(a.fork('y').next());
  expect(randomFromKey(a.fork('x').key).next()).toBe(a.fork('x').next());
});

const draws = (count: number, draw: () => number) => Float64Array.from({ length: count }, draw);
const mean = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0) / values.length;

test('next is uniform: mean, variance and 64 cells within five standard errors', () => {
  const values = draws(100_000, createRandom('uniform').next);
  expect(Math.min(...values.subarray(0, 50_000))).toBeGreaterThanOrEqual(0);
  expect(values.every((value) => value < 1)).toBe(true);
  expect(Math.abs(mean(values) - 0.5)).toBeLessThan(5 * Math.sqrt(1 / 12 / values.length));
  const counts = new Float64Array(64);
  for (const value of values) counts[Math.floor(64 * value)]++;
  const expected = values.length / 64;
  const chiSquare = counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
  expect(chiSquare).toBeLessThan(63 + 5 * Math.sqrt(2 * 63));
});

test('next uses bits below the 32nd', () => {
  const { next } = createRandom('bits');
  expect(Array.from({ length: 100 }, next).some((value) => (value * 2 ** 32) % 1 !== 0)).toBe(true);
});

test('normal has the first four moments of a standard normal', () => {
  const { normal } = createRandom('normal');
  const values = draws(200_000, normal);
  const n = values.length;
  expect(Math.abs(mean(values))).toBeLessThan(5 / Math.sqrt(n));
  expect(Math.abs(mean(values.map((x) => x ** 2)) - 1)).toBeLessThan(5 * Math.sqrt(2 / n));
  expect(Math.abs(mean(values.map((x) => x ** 3)))).toBeLessThan(5 * Math.sqrt(15 / n));
  expect(Math.abs(mean(values.map((x) => x ** 4)) - 3)).toBeLessThan(5 * Math.sqrt(96 / n));
  // Pairs come from one draw of the polar method and must not go together.
  const products = values.filter((_, i) => i % 2 === 0).map((x, i) => x * values[2 * i + 1]);
  expect(Math.abs(mean(products))).toBeLessThan(5 / Math.sqrt(n / 2));
});

test('int stays in [lo, hi), reaches both ends, and is even where 2^32 is not a multiple', () => {
  const random = createRandom('int');
  const counts = [0, 0, 0];
  for (let i = 0; i < 30_000; i++) counts[random.int(-1, 2) + 1]++;
  for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(5 * Math.sqrt((30_000 * 2) / 9));
  expect(random.int(5, 6)).toBe(5);
  // Without rejection, the lower half of 3 * 2^30 values would come up 5/8 of the time instead of 1/2.
  const range = 3 * 2 ** 30;
  const low = draws(20_000, () => Number(random.int(0, range) < range / 2));
  expect(Math.abs(mean(low) - 0.5)).toBeLessThan(5 * Math.sqrt(0.25 / 20_000));
  const wide = draws(1000, () => random.int(-(2 ** 31), 2 ** 31));
  expect(Math.max(...wide)).toBeLessThan(2 ** 31);
  expect(Math.max(...wide) - Math.min(...wide)).toBeGreaterThan(2 ** 31);
});

test('int refuses an empty range, one beyond 2^32, and what is not whole', () => {
  const random = createRandom(1);
  const refused: [number, number][] = [
    [3, 3],
    [4, 3],
    [0, 2 ** 32 + 1],
    [0, Number.NaN],
    [0, Number.POSITIVE_INFINITY],
    [0, 2.5],
    [0.5, 3.5],
  ];
  for (const [lo, hi] of refused) expect(() => random.int(lo, hi)).toThrow(RangeError);
});

test('forks are uncorrelated with their parent and with each other', () => {
  const parent = createRandom('forks');
  const streams = [parent, parent.fork('a'), parent.fork('b'), parent.fork('a').fork('b'), parent.fork('b').fork('a')];
  const values = streams.map((stream) => draws(20_000, stream.next).map((value) => value - 0.5));
  for (let i = 0; i < values.length; i++) {
    for (let j = 0; j < i; j++) {
      const correlation = 12 * mean(values[i].map((value, k) => value * values[j][k]));
      expect(Math.abs(correlation)).toBeLessThan(5 / Math.sqrt(20_000));
    }
  }
});

test('a key of another length is refused', () => {
  expect(() => randomFromKey(new Uint8Array(16))).toThrow(RangeError);
});

test('shuffle makes each order of three equally often and keeps the elements', () => {
  const random = createRandom('shuffle');
  const counts = new Map<string, number>();
  for (let i = 0; i < 12_000; i++) {
    const order = shuffle(['a', 'b', 'c'], random).join('');
    counts.set(order, (counts.get(order) ?? 0) + 1);
  }
  expect([...counts.keys()].sort()).toEqual(['abc', 'acb', 'bac', 'bca', 'cab', 'cba']);
  for (const count of counts.values()) expect(Math.abs(count - 2000)).toBeLessThan(5 * Math.sqrt((12_000 * 5) / 36));
});

test('many raw numbers at once are those of the generator', () => {
  const one = xoshiro128pp(1, 2, 3, 4);
  expect([...xoshiro128ppBits([1, 2, 3, 4], 1000)]).toEqual(Array.from({ length: 1000 }, one));
});
