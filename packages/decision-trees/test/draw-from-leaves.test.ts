import { describe, expect, test, vi } from 'vitest';
import { drawFromLeaves, moveNumbers, type NumberPool, type RandomState } from '../src/index.ts';
import { uniform } from './uniform.ts';

/** The reference: xoshiro128++ as its authors print it (https://prng.di.unimi.it/xoshiro128plusplus.c). */
function xoshiro(state: RandomState, count: number): number[] {
  const rotl = (x: number, k: number) => (x << k) | (x >>> (32 - k));
  const s = [...state];
  return Array.from({ length: count }, () => {
    const result = (rotl((s[0] + s[3]) | 0, 7) + s[0]) >>> 0;
    const t = s[1] << 9;
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= t;
    s[3] = rotl(s[3], 11);
    return result;
  });
}

const next = uniform(5);
const STATE: RandomState = [1, 2, 3, 4];

test('the reference agrees with the published numbers', () => {
  expect(xoshiro(STATE, 4)).toEqual([641, 1573767, 3222811527, 3517856514]);
});

describe('drawn from leaves', () => {
  const rows = Int32Array.from({ length: 1000 }, (_, i) => i).sort(() => next() - 0.5);
  const ends = { start: Int32Array.of(0, 0, 40, 41), end: Int32Array.of(100, 40, 41, 100) };
  const tree = { ...ends, feature: Int32Array.of(0, -1, -1, -1) };
  const groups = { rows, start: Int32Array.of(0, 700, 0, 300), end: Int32Array.of(0, 1000, 300, 700) };
  const pool = Int32Array.from({ length: 100 }, () => Math.floor(next() * 1e6));

  function reference(): Int32Array {
    const [bits, codes, drawn] = [xoshiro(STATE, 1000), pool.slice(), new Int32Array(1000)];
    for (const leaf of [1, 2, 3]) {
      for (let i = groups.start[leaf], at = tree.start[leaf]; i < groups.end[leaf]; i++) {
        const other = at + Math.floor((bits[i] / 2 ** 32) * (tree.end[leaf] - at));
        [codes[other], codes[at]] = [codes[at], codes[other]];
        drawn[rows[i]] = codes[at];
        if (++at === tree.end[leaf]) at = tree.start[leaf];
      }
    }
    return drawn;
  }

  test('as one by one, whatever memory and target held before', () => {
    for (const left of [0, -7]) {
      const into = new Int32Array(1000).fill(left);
      drawFromLeaves(pool, tree, groups, STATE, into);
      expect(into).toEqual(reference());
    }
  });

  test('leaves the pool alone, and takes no rows', () => {
    const before = pool.slice();
    drawFromLeaves(pool, tree, groups, STATE, new Int32Array(1000));
    expect(pool).toEqual(before);
    const none = { rows: new Int32Array(0), start: groups.start.map(() => 0), end: groups.end.map(() => 0) };
    expect(() => drawFromLeaves(pool, tree, none, STATE, new Int32Array(0))).not.toThrow();
  });
});

describe('numbers of places that move', () => {
  const DISTINCT = 400;

  function poolOf(values: Float64Array, rounding: NumberPool['rounding']): NumberPool {
    const codes = Int32Array.from({ length: 900 }, () => Math.floor(next() * (DISTINCT + 1)));
    const moves = (code: number) => code > 1 && code < DISTINCT && code % 3 > 0;
    const span = (most: number) => Math.min(9, most) * (next() < 0.3 ? next() : 1);
    return {
      codes,
      down: Float64Array.from(codes, (code) => (moves(code) ? span(code - 1) : -1)),
      up: Float64Array.from(codes, (code) => (moves(code) ? span(DISTINCT - code) : 0)),
      values,
      rounding,
    };
  }

  function reference(pool: NumberPool, places: Int32Array): { codes: number[]; numbers: number[]; again: number } {
    const bits = xoshiro(STATE, 2 * places.length);
    const { rounding, values } = pool;
    const round = (value: number) => {
      if (typeof rounding === 'function') return rounding(value);
      const { scale, step, origin } = rounding;
      return (Math.round((value * scale - origin) / step) * step + origin) / scale + 0;
    };
    let again = 0;
    const drawn = Array.from(places, (at, row) => {
      const code = pool.codes[at];
      if (pool.down[at] < 0) return [code, code === 0 ? Number.NaN : values[code - 1]];
      for (const draw of [bits[row], bits[places.length + row]]) {
        const share = draw / 2 ** 31 - 1;
        const place = code + share * (share < 0 ? pool.down[at] : pool.up[at]);
        const gap = Math.min(DISTINCT - 1, Math.floor(place));
        const [below, above] = [values[gap - 1], values[gap]];
        const value = round(below * (1 - (place - gap)) + above * (place - gap));
        const meets = value === below || value === above;
        if (meets && draw === bits[row] && typeof rounding !== 'function') again++;
        else return [place - gap < 0.5 ? gap : gap + 1, value];
      }
      throw new Error('not reached');
    });
    return { codes: drawn.map(([code]) => code), numbers: drawn.map(([, value]) => value), again };
  }

  const ascending = (draw: () => number) => Float64Array.from({ length: DISTINCT }, draw).sort();
  const wholes = Float64Array.from(
    new Set(Array.from({ length: 3 * DISTINCT }, () => Math.floor(next() * 4000) - 2000)),
  )
    .slice(0, DISTINCT)
    .sort();

  test.each([
    ['whole numbers, negative ones too', wholes, { scale: 1, step: 1, origin: 0 }],
    ['hundredths in steps of five', wholes.map((value) => value / 20 + 0.03), { scale: 100, step: 5, origin: 3 }],
    ['without a grid', ascending(() => next() * 1e-3), (value: number) => Number(value.toFixed(7))],
  ])('%s: as one by one', (_, values, rounding) => {
    const pool = poolOf(values, rounding);
    const places = Int32Array.from({ length: 3000 }, () => Math.floor(next() * 900));
    const expected = reference(pool, places);
    const numbers = new Float64Array(3000);
    moveNumbers(pool, STATE, places, numbers);
    expect(Array.from(places)).toEqual(expected.codes);
    expect(Array.from(numbers)).toEqual(expected.numbers);
    expect(expected.again > 0).toBe(typeof rounding !== 'function');
  });
});

test('an engine without WebAssembly is named', async () => {
  vi.resetModules();
  const { rowNumbers, drawFromLeaves: fresh } = await import('../src/index.ts');
  const leaf = { feature: Int32Array.of(-1), start: Int32Array.of(0), end: Int32Array.of(1) };
  const groups = { start: leaf.start, end: leaf.end, rows: rowNumbers(1) };
  const draw = () => fresh(Int32Array.of(7), leaf, groups, STATE, new Int32Array(1));
  vi.stubGlobal('WebAssembly', undefined);
  Reflect.deleteProperty(globalThis, 'WebAssembly');
  expect(draw).toThrow(expect.objectContaining({ code: 'decision-trees/no-webassembly' }));
  vi.unstubAllGlobals();
  expect(draw).not.toThrow();
});
