import { createRandom } from '@verisim/core';
import { describe, expect, it } from 'vitest';
import { chooseBands } from '../src/choose-bands.ts';
import { type HashFamily, hashFamily, minHash } from '../src/hash-family.ts';
import { shingleBuffer, shingleHashes } from '../src/shingle-hashes.ts';

const SIZE = 2048;

/** Elements as they come: hashes, numbers in a row, multiples of 65,536 (no low bits), and numbers that differ in their low bits alone. */
const elements: Readonly<Record<string, (i: number) => number>> = {
  hashes: (() => {
    const random = createRandom('elements');
    const drawn = Int32Array.from({ length: 4000 }, () => random.int(0, 2 ** 32) | 0);
    return (i: number) => drawn[i];
  })(),
  'numbers in a row': (i) => i,
  'multiples of 65,536': (i) => i << 16,
  'multiples of 256 from 2^31': (i) => (0x80000000 + 256 * i) | 0,
};

/** Two sets of `each` elements that share `shared`. */
function pair(element: (i: number) => number, each: number, shared: number, from: number): [Int32Array, Int32Array] {
  const set = (start: number) =>
    Int32Array.from({ length: each }, (_, i) => element(from + (i < shared ? i : start + i)));
  return [set(0), set(each)];
}

function agreements(family: HashFamily, [a, b]: readonly [Int32Array, Int32Array]): boolean[] {
  const [x, y] = [new Int32Array(family.masks.length), new Int32Array(family.masks.length)];
  minHash(family, a, a.length, x);
  minHash(family, b, b.length, y);
  return Array.from(x, (value, i) => value === y[i]);
}

const count = (flags: readonly boolean[]) => flags.filter(Boolean).length;

describe('the hash family does not collapse', () => {
  const family = hashFamily(SIZE, createRandom('test family'));

  describe.each(Object.entries(elements))('on %s', (_, element) => {
    it.each([3, 8, 16, 26, 33, 36, 38])('two sets of 40 that share %i agree as often as they are alike', (shared) => {
      const jaccard = shared / (80 - shared);
      const error = Math.sqrt((jaccard * (1 - jaccard)) / (20 * SIZE));
      let agreed = 0;
      for (let k = 0; k < 20; k++) agreed += count(agreements(family, pair(element, 40, shared, 90 * k)));
      // Twenty pairs share the functions, so the error is a little over that of independent draws.
      expect(Math.abs(agreed / (20 * SIZE) - jaccard)).toBeLessThan(4.5 * 1.5 * error + 0.002);
    });
  });

  /** Variance of the number of agreeing places over many pairs, by that of independent places. */
  function dispersion(tested: HashFamily): number {
    const random = createRandom('pairs');
    const [pairs, shared] = [400, 30];
    const draws = Array.from({ length: pairs }, () => {
      const drawn = Int32Array.from({ length: 80 }, () => random.int(0, 2 ** 32) | 0);
      return count(
        agreements(
          tested,
          pair((i) => drawn[i], 40, shared, 0),
        ),
      );
    });
    const mean = draws.reduce((sum, value) => sum + value, 0) / pairs;
    const variance = draws.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (pairs - 1);
    const [jaccard, size] = [shared / (80 - shared), tested.masks.length];
    return variance / (size * jaccard * (1 - jaccard));
  }

  it('places are independent: the count of agreements varies as a binomial one does', () => {
    // Chi-square with 399 degrees of freedom / 399: its standard deviation is .071.
    expect(dispersion(hashFamily(108))).toBeGreaterThan(0.75);
    expect(dispersion(hashFamily(108))).toBeLessThan(1.3);
  });

  it('and a family of which every four functions are one is found out by the same measure', () => {
    const whole = hashFamily(27);
    const fourfold = (values: Int32Array) => Int32Array.from({ length: 108 }, (_, k) => values[k >> 2]);
    const alike = { masks: fourfold(whole.masks), multipliers: fourfold(whole.multipliers) };
    expect(dispersion(alike)).toBeGreaterThan(2.5);
  });

  it('low bytes of signatures are even (chi-square, 255 degrees of freedom)', () => {
    const seen = new Float64Array(256);
    const signature = new Int32Array(SIZE);
    for (let k = 0; k < 10; k++) {
      minHash(
        family,
        Int32Array.from({ length: 30 }, (_, i) => 1000 * k + i),
        30,
        signature,
      );
      for (const value of signature) seen[value & 255]++;
    }
    const expected = (10 * SIZE) / 256;
    const square = seen.reduce((sum, found) => sum + (found - expected) ** 2 / expected, 0);
    expect(square).toBeLessThan(360); // P < 1e-5
    expect(square).toBeGreaterThan(170);
  });
});

describe('chooseBands', () => {
  it.each([0.1, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 1])(
    'misses a pair at %f once in 100 at most, with at most 108 places',
    (threshold) => {
      const { bands, width } = chooseBands(threshold);
      expect((1 - threshold ** width) ** bands).toBeLessThanOrEqual(0.01);
      expect(bands * width).toBeLessThanOrEqual(108);
    },
  );

  it('widens with the threshold, so that texts below it seldom meet', () => {
    const met = (threshold: number, similarity: number) => {
      const { bands, width } = chooseBands(threshold);
      return 1 - (1 - similarity ** width) ** bands;
    };
    expect(met(0.8, 0.4)).toBeLessThan(0.08);
    expect(met(0.9, 0.5)).toBeLessThan(0.03);
  });
});

describe('shingleHashes', () => {
  const hashesOf = (text: string) => {
    const buffer = shingleBuffer();
    const length = shingleHashes(text, buffer);
    return [...buffer.hashes.subarray(0, length)];
  };

  it('has one hash for each character 5-gram, equal for equal ones wherever they stand', () => {
    const text = 'to be or not to be or';
    const grams = Array.from({ length: text.length - 4 }, (_, i) => text.slice(i, i + 5));
    const hashes = hashesOf(text);
    expect(hashes).toHaveLength(grams.length);
    const byGram = new Map(grams.map((gram, i) => [gram, hashes[i]]));
    grams.forEach((gram, i) => {
      expect(hashes[i]).toBe(byGram.get(gram));
    });
    expect(new Set(hashes).size).toBe(byGram.size);
  });

  it('counts characters, not halves of them, and takes a short text as one shingle', () => {
    expect(hashesOf('🦩🦩🦩🦩🦩')).toHaveLength(1);
    expect(hashesOf('🦩🦩🦩🦩🦩🦩')).toHaveLength(2);
    expect(hashesOf('abc')).toHaveLength(1);
    expect(hashesOf('')).toHaveLength(0);
    expect(hashesOf('abc')).not.toEqual(hashesOf('abd'));
    expect(hashesOf('x'.repeat(5000))).toHaveLength(4996);
  });
});
