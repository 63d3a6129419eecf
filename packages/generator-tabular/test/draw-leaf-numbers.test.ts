import { createRandom } from '@verisim/core';
import { describe, expect, test } from 'vitest';
import { oneGroup } from '../src/draw-codes.ts';
import { createDecoder } from '../src/smooth-values.ts';
import { codeWindows, drawLeafNumbers } from '../src/trees/draw-leaf-numbers.ts';
import { codeValues } from '../src/value-table.ts';
import { drawn } from './tables.ts';

/** Numbers drawn from one leaf that holds all rows, or those at `rows`. */
function fromOneLeaf(numbers: readonly number[], count: number, among: (value: number) => boolean = () => true) {
  const coded = codeValues({ storage: 'numeric', values: Float64Array.from(numbers) });
  if (!coded) throw new Error('not numeric');
  const decoder = createDecoder(coded.table, 10, false, createRandom(1));
  const pool = coded.codes.filter((_, row) => among(numbers[row])).sort();
  const leaf = { feature: Int32Array.of(-1), start: Int32Array.of(0), end: Int32Array.of(pool.length) };
  const drawn = drawLeafNumbers(leaf, pool, oneGroup(count), decoder, codeWindows(decoder), createRandom(2));
  return { ...drawn, decoder, pool };
}

const unique = drawn(4000, 7, (random) => Math.round(random.normal() * 1e7) / 100);

describe('numbers drawn from a leaf', () => {
  test('follow the column: KS distance below that of a fresh sample', () => {
    const { values } = fromOneLeaf(unique, 4000);
    const [own, made] = [Float64Array.from(unique).sort(), values.slice().sort()];
    let distance = 0;
    for (let i = 0; i < 4000; i++) {
      const below = made.findIndex((value) => value > own[i]);
      distance = Math.max(distance, Math.abs((below < 0 ? 4000 : below) - i - 1) / 4000);
    }
    expect(distance).toBeLessThan(0.005);
  });

  test('in a small leaf spread between its values, not only next to them', () => {
    const [low, high] = [-2e4, 2e4];
    const { values, pool, decoder } = fromOneLeaf(
      unique,
      2000,
      (value) => value > low && value < high && value % 7 < 0.3,
    );
    const own = Float64Array.from(pool, (code) => (decoder.table.values as Float64Array)[code - 1]);
    expect(own.length).toBeGreaterThan(20);
    expect(new Set(values).size).toBeGreaterThan(1500);
    expect(values.filter((value) => own.includes(value)).length).toBeLessThan(40);
    const reach = 1.2 * (own[own.length - 1] - own[0]);
    expect(values.every((value) => Math.abs(value - own[0]) < reach)).toBe(true);
  });

  test('leave frequent numbers, spikes and missing cells as they are', () => {
    const numbers = [...new Array(500).fill(0), ...new Array(40).fill(7), ...new Array(60).fill(Number.NaN), ...unique];
    const { values } = fromOneLeaf(numbers, numbers.length);
    expect(values.filter((value) => value === 0).length).toBe(500);
    expect(values.filter((value) => value === 7).length).toBe(40);
    expect(values.filter((value) => Number.isNaN(value)).length).toBe(60);
  });

  test('never fall between a spike and its neighbours', () => {
    const gains = [...new Array(3000).fill(0), ...drawn(300, 9, (random) => 1000 + random.int(0, 50_000))];
    const { values } = fromOneLeaf(gains, 3300);
    expect(values.filter((value) => value > 0 && value < 1000).length).toBe(0);
  });

  test('give the code of the nearest training value', () => {
    const { values, codes, decoder } = fromOneLeaf(unique, 500);
    const real = decoder.table.values as Float64Array;
    values.forEach((value, row) => {
      const code = codes[row];
      expect(value).toBeGreaterThanOrEqual(real[Math.max(0, code - 2)]);
      expect(value).toBeLessThanOrEqual(real[Math.min(real.length - 1, code)]);
    });
  });

  test('hold the ends of the column once, in a block as long as the table', () => {
    for (let seed = 1; seed <= 3; seed++) {
      const { values, decoder } = fromOneLeaf(unique, 3900);
      const real = decoder.table.values as Float64Array;
      expect(values).toContain(real[0]);
      expect(values).toContain(real[real.length - 1]);
    }
  });
});
