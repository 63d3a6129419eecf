import { type ColumnKind, type ColumnSpec, createRandom } from '@verisim/core';
import { describe, expect, it } from 'vitest';
import { binCodes, equalWidthEdges } from '../src/equal-width-bins.ts';
import {
  boundaryAdherence,
  categoryAdherence,
  categoryCoverage,
  columnShape,
  contingencySimilarity,
  exactCopies,
  fidelityScores,
  kendallCorrelation,
  ksStatistic,
  missingValueSimilarity,
  pairTrend,
  pearsonCorrelation,
  prepareColumn,
  presentSorted,
  rangeCoverage,
  wassersteinDistance,
} from '../src/index.ts';
import { levels, numbers, table } from './tables.ts';

const spec = (kind: ColumnKind): ColumnSpec => ({ name: 'x', kind, nullable: true, role: 'feature' });
const grid = (n: number, shift: number) => Float64Array.from({ length: n }, (_, i) => i + shift * n);

describe('ksStatistic', () => {
  it('is the shift of two uniform distributions', () => {
    expect(ksStatistic(grid(1000, 0), grid(1000, 0.25))).toBeCloseTo(0.25, 12);
    expect(ksStatistic(grid(1000, 0), grid(500, 2))).toBe(1);
  });
  it('steps over ties together and knows no statistic of nothing', () => {
    expect(ksStatistic(Float64Array.of(1, 1, 2), Float64Array.of(1, 2, 2))).toBeCloseTo(1 / 3, 12);
    expect(ksStatistic(new Float64Array(0), Float64Array.of(1))).toBeNull();
  });
});

describe('wassersteinDistance', () => {
  it('is the shift of two equal distributions', () => {
    expect(wassersteinDistance(grid(100, 0), grid(100, 0.25))).toBeCloseTo(25, 12);
  });
});

describe('columnShape', () => {
  it('is 1 less the total variation by hand, whatever the order of levels, missing cells left out', () => {
    const real = levels('a', 'a', 'b', 'c', null, null);
    const synthetic = levels('d', 'b', 'a', null);
    // real 1/2 1/4 1/4 0, synthetic 1/3 1/3 0 1/3: differences 1/6 1/12 1/4 1/3, half their sum 5/12
    expect(columnShape(real, synthetic, spec('category'))).toBeCloseTo(7 / 12, 12);
  });
  it('leaves missing numbers out', () => {
    expect(columnShape(numbers(1, 2, null), numbers(null, 2, 1, 1, 2), spec('number'))).toBe(1);
  });
  it('ties numbers that differ by rounding errors alone', () => {
    expect(columnShape(numbers(0.1 + 0.2, 1), numbers(0.3, 1), spec('number'))).toBe(1);
  });
  it('is null when nothing is present', () => {
    expect(columnShape(numbers(null, null), numbers(1, 2), spec('number'))).toBeNull();
    expect(columnShape(levels('a'), levels(null), spec('category'))).toBeNull();
  });
  it('refuses columns of different storage', () => {
    expect(() => columnShape(numbers(1), levels('a'), spec('number'))).toThrow(
      expect.objectContaining({ code: 'evaluator-fidelity/storage-differs' }),
    );
  });
});

describe('pearsonCorrelation', () => {
  it('uses rows where both are present', () => {
    const a = Float64Array.of(1, 2, 3, Number.NaN, 100);
    const b = Float64Array.of(2, 4, 6, -50, Number.NaN);
    expect(pearsonCorrelation(a, b)).toBeCloseTo(1, 12);
  });
  it('is null for a constant column, also one that is constant only where both are present', () => {
    expect(pearsonCorrelation(Float64Array.of(0.1, 0.1, 0.1), Float64Array.of(1, 2, 3))).toBeNull();
    expect(pearsonCorrelation(Float64Array.of(1, 1, 5), Float64Array.of(1, 2, Number.NaN))).toBeNull();
  });
});

describe('pairTrend', () => {
  const specs = [spec('number'), spec('category')] as const;
  it('is half the difference of correlations: 1 for equal, 0 for opposite ones', () => {
    const both = [spec('number'), spec('integer')] as const;
    const up = [numbers(1, 2, 3), numbers(1, 2, 3)] as const;
    const down = [numbers(1, 2, 3), numbers(3, 2, 1)] as const;
    expect(pairTrend(up, up, both).own).toBe(1);
    expect(pairTrend(up, down, both).own).toBeCloseTo(0, 12);
    expect(pairTrend(up, down, both).shared).toBeCloseTo(0, 12);
  });
  it('counts missing levels as a level', () => {
    const both = [spec('category'), spec('boolean')] as const;
    const real = [levels('a', null), levels('x', 'x')] as const;
    const synthetic = [levels('a', 'a'), levels('x', 'x')] as const;
    expect(pairTrend(real, synthetic, both).own).toBe(0.5);
  });
  it('cuts on own ranges as SDMetrics does, and on the real range for the shared score', () => {
    // The synthetic column lacks the extreme 100, so its own bins are 10 times narrower than the real ones.
    const group = levels('a', 'a', 'a', 'b');
    const real = [numbers(0, 3, 7, 100), group] as const;
    const synthetic = [numbers(0, 3, 7, 10), group] as const;
    const trend = pairTrend(real, synthetic, specs);
    expect(trend.own).toBe(0.5);
    expect(trend.shared).toBe(0.75);
  });
  it('gives missing numbers the bin of the maximum, as SDMetrics does', () => {
    const group = levels('a', 'a', 'a');
    expect(pairTrend([numbers(0, 10, 10), group], [numbers(0, 10, null), group], specs)).toMatchObject({
      own: 1,
      shared: 1,
    });
    expect(pairTrend([numbers(0, 5, 10), group], [numbers(0, 10, null), group], specs).own).toBeCloseTo(2 / 3, 12);
  });
  it('puts values beyond the real range in the outer bins of the shared cut', () => {
    const group = levels('a', 'a', 'a');
    const trend = pairTrend([numbers(0, 5, 10), group], [numbers(-100, 5, 200), group], specs);
    expect(trend.shared).toBe(1);
    expect(trend.own).toBeCloseTo(2 / 3, 12);
  });
});

describe('contingencySimilarity', () => {
  it('is the same by dense and by sparse counting', () => {
    const codes = (seed: number) => Int32Array.from({ length: 3000 }, (_, i) => (i * i * seed + i) % 97);
    const pair = (seed: number) => ({ first: codes(seed), second: codes(seed + 1) });
    const dense = contingencySimilarity(pair(3), pair(5), 97, 97);
    expect(dense).toBeGreaterThan(0.01);
    expect(dense).toBeLessThan(0.99);
    expect(contingencySimilarity(pair(3), pair(5), 97, 1_000_000)).toBeCloseTo(dense, 12);
  });
});

describe('bins', () => {
  it('put values on an edge where numpy.digitize puts them', () => {
    // numpy.digitize([0, .1, .3, .7, 1, nan], numpy.histogram_bin_edges([0, 1])) = 1 2 3 8 11 11: the edge at 3 * 0.1 is
    // 0.30000000000000004 and that at 7 * 0.1 is 0.7000000000000001.
    const edges = equalWidthEdges(Float64Array.of(0, 1), 10);
    const values = Float64Array.of(0, 0.1, 0.3, 0.7, 1, Number.NaN);
    expect([...binCodes(values, edges)]).toEqual([0, 1, 2, 6, 10, 10]);
    expect([...binCodes(Float64Array.of(-5, 0, 0.99, 7, Number.NaN), edges)]).toEqual([0, 0, 9, 10, 10]);
  });
  it('give a constant and an empty column a range', () => {
    expect([...equalWidthEdges(Float64Array.of(5, 5), 2)]).toEqual([4.5, 5, 5.5]);
    expect([...equalWidthEdges(new Float64Array(0), 2)]).toEqual([0, 0.5, 1]);
  });
});

describe('diagnostics', () => {
  it('of ranges', () => {
    const pair = prepareColumn(spec('number'), numbers(0, 10, null), numbers(2, 9, 12, 12));
    if (!pair.ordered) throw new Error('a number is ordered');
    expect(rangeCoverage(pair)).toBeCloseTo(0.8, 12);
    expect(boundaryAdherence(pair)).toBe(0.5);
    expect(missingValueSimilarity(pair)).toBeCloseTo(2 / 3, 12);
  });
  it('of levels', () => {
    const pair = prepareColumn(spec('category'), levels('a', 'b', 'c'), levels('a', 'z', null, 'a'));
    if (pair.ordered) throw new Error('a category has no order');
    expect(categoryCoverage(pair)).toBeCloseTo(1 / 3, 12);
    expect(categoryAdherence(pair)).toBe(0.5);
    expect(missingValueSimilarity(pair)).toBe(0.75);
  });
  it('sort NaN away', () => {
    expect([...presentSorted(Float64Array.of(3, Number.NaN, -1, 2))]).toEqual([-1, 2, 3]);
  });
});

describe('exactCopies', () => {
  const id = (...values: string[]) => ({ storage: 'text', values }) as const;
  it('looks past ids and level codes, and knows what chance does', () => {
    const train = table({
      id: ['id', id('1', '2', '3', '4')],
      x: ['number', numbers(1, 1, 2, null)],
      g: ['category', levels('a', 'a', 'b', 'c')],
    });
    const synthetic = table({
      id: ['id', id('7', '8', '9')],
      g: ['category', levels('c', 'b', 'b')],
      x: ['number', numbers(null, 2, 1)],
    });
    expect(exactCopies(train, synthetic)).toEqual({ rows: 2, share: 2 / 3, chance: 0.5 });
  });
  it('is null when there is nothing to compare', () => {
    const ids = table({ id: ['id', id('1')] });
    expect(exactCopies(ids, ids)).toBeNull();
  });
});

describe('fidelityScores', () => {
  it('of a table with itself are 1, whatever the order of rows', () => {
    const real = table({ x: ['number', numbers(1, 2, 4)], g: ['category', levels('a', 'b', 'a')] });
    const turned = table({ g: ['category', levels('a', 'a', 'b')], x: ['number', numbers(4, 1, 2)] });
    expect(fidelityScores(real, turned)).toEqual({
      columnShapes: 1,
      pairTrends: 1,
      pairTrendsSharedBins: 1,
      quality: 1,
    });
  });
  it('leave undefined correlations out, and have none for one column', () => {
    const real = table({ x: ['number', numbers(1, 2)], y: ['number', numbers(3, 3)] });
    expect(fidelityScores(real, real)).toEqual({
      columnShapes: 1,
      pairTrends: null,
      pairTrendsSharedBins: null,
      quality: 1,
    });
  });
  it('refuse empty tables and tables without a common column', () => {
    const real = table({ x: ['number', numbers(1, 2)] });
    const code = (name: string) => expect.objectContaining({ code: `evaluator-fidelity/${name}` });
    expect(() => fidelityScores(real, table({ x: ['number', numbers()] }))).toThrow(code('no-rows'));
    expect(() => fidelityScores(real, table({ y: ['number', numbers(1)] }))).toThrow(code('nothing-in-common'));
  });
});

describe('kendallCorrelation', () => {
  it('is what counting all pairs gives, with ties and missing values', () => {
    const random = createRandom(4);
    for (const rows of [2, 3, 17, 60]) {
      const cell = (most: number) => (random.next() < 0.1 ? Number.NaN : random.int(0, most));
      const a = Float64Array.from({ length: rows }, () => cell(8));
      const b = Float64Array.from({ length: rows }, () => cell(5));
      const joint = [...a.keys()].filter((i) => !Number.isNaN(a[i] + b[i]));
      let [sum, inA, inB] = [0, 0, 0];
      for (const i of joint)
        for (const j of joint.filter((other) => other < i)) {
          sum += Math.sign(a[i] - a[j]) * Math.sign(b[i] - b[j]);
          inA += Number(a[i] !== a[j]);
          inB += Number(b[i] !== b[j]);
        }
      const found = kendallCorrelation(a, b);
      if (inA === 0 || inB === 0) expect(found).toBeNull();
      else expect(found).toBeCloseTo(sum / Math.sqrt(inA * inB), 12);
    }
  });
});
