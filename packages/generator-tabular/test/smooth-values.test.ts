import { createRandom } from '@verisim/core';
import { describe, expect, test } from 'vitest';
import { createDecoder, decodeValues } from '../src/smooth-values.ts';
import { codeValues } from '../src/value-table.ts';
import { drawn } from './tables.ts';

const spec = { name: 'x', kind: 'number', nullable: false, role: 'feature' } as const;

function again(numbers: readonly number[], { smooth = 10, extremes = false, times = 1 } = {}): Float64Array {
  const coded = codeValues({ storage: 'numeric', values: Float64Array.from(numbers) });
  if (!coded) throw new Error('not numeric');
  const decoder = createDecoder(coded.table, smooth, extremes, createRandom(1));
  const codes = Int32Array.from({ length: numbers.length * times }, (_, i) => coded.codes[i % numbers.length]);
  const column = decodeValues(decoder, codes, spec, createRandom(2));
  return column.storage === 'numeric' ? column.values : new Float64Array(0);
}

describe('smoothing', () => {
  const unique = drawn(2000, 5, (random) => Math.round(random.normal() * 1e6) / 100);
  const [low, high] = [Math.min(...unique), Math.max(...unique)];

  test('keeps atoms and moves what is rare', () => {
    const numbers = [...new Array(500).fill(0), ...unique];
    const out = again(numbers);
    expect(out.slice(0, 500).every((value) => value === 0)).toBe(true);
    const real = new Set(unique);
    const kept = out.slice(500).filter((value) => real.has(value)).length;
    expect(kept / unique.length).toBeLessThan(0.02);
  });

  test('keeps the distribution: the largest difference of the distribution functions is a few ranks', () => {
    const out = again(unique).sort();
    const sorted = Float64Array.from(unique).sort();
    let worst = 0;
    for (let i = 0; i < sorted.length; i++) {
      const below = out.filter((value) => value <= sorted[i]).length;
      worst = Math.max(worst, Math.abs(below - (i + 1)) / sorted.length);
    }
    expect(worst).toBeLessThan(0.005);
  });

  test('stays in range and on the grid, and never shows the ends, however much is drawn', () => {
    const out = again(unique, { times: 50 });
    for (const value of out) {
      expect(value > low && value < high).toBe(true);
      expect(Math.round(value * 100) / 100).toBe(value);
    }
  });

  test('shows the ends when told to, and everything when switched off', () => {
    expect(again(unique, { extremes: true })).toContain(high);
    expect([...again(unique, { smooth: 0 })]).toEqual(unique);
  });

  test('frequent ends are not rare ends', () => {
    const out = again([...new Array(40).fill(-99_999), ...unique]);
    expect(Math.min(...out)).toBe(-99_999);
  });

  test('takes one value, two values, missing values and the largest doubles', () => {
    expect([...again([4])]).toEqual([4]);
    expect([...again([0, 1, 1, 0, 1, 0, 0, 1])].sort()).toEqual([0, 0, 0, 0, 1, 1, 1, 1]);
    expect([...again([Number.NaN, 2, 2])]).toEqual([Number.NaN, 2, 2]);
    for (const value of again([-1.7e308, -1, 1, 2, 1.7e308])) expect(Number.isFinite(value)).toBe(true);
  });
});
