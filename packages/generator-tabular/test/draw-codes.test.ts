import { createRandom } from '@verisim/core';
import { expect, test } from 'vitest';
import { drawCodes, oneGroup, oneLeaf } from '../src/draw-codes.ts';

const codes = Int32Array.from({ length: 100 }, (_, i) => i);

test('draws without replacement, cycle after cycle', () => {
  const out = drawCodes(oneLeaf(codes), oneGroup(250), createRandom(1));
  expect(new Set(out.subarray(0, 100)).size).toBe(100);
  expect(new Set(out.subarray(100, 200)).size).toBe(100);
  expect(new Set(out.subarray(200)).size).toBe(50);
  expect(out.subarray(100, 200)).not.toEqual(out.subarray(0, 100));
});

test('leaves its input alone and depends on the stream only', () => {
  const before = codes.slice();
  const again = [1, 1, 2].map((seed) => drawCodes(oneLeaf(codes), oneGroup(60), createRandom(seed)));
  expect(codes).toEqual(before);
  expect(again[1]).toEqual(again[0]);
  expect(again[2]).not.toEqual(again[0]);
});

test('every code is as likely as any other in first place', () => {
  const counts = new Int32Array(4);
  const four = oneLeaf(codes.subarray(0, 4));
  for (let seed = 0; seed < 4000; seed++) counts[drawCodes(four, oneGroup(1), createRandom(seed))[0]]++;
  // chi-square with 3 df: 21.1 is passed once in 10,000 times
  expect(counts.reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0)).toBeLessThan(21.1);
});
