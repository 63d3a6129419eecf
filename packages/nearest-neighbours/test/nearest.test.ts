import { describe, expect, it } from 'vitest';
import { buildIndex, countWithin, type Metric, nearest, type Points } from '../src/index.ts';
import { distanceOf, gridPoints, ranked } from './brute-force.ts';

const metrics: Readonly<Record<string, Metric>> = {
  'sum of differences': { power: 1 },
  'root of squares': { power: 2 },
  'capped and weighted': { power: 1, cap: 0.5, missing: 0.25, numericWeights: [1, 2, 0], codedWeights: [0.5, 3, 0] },
  'squares, capped and weighted': { power: 2, cap: 0.75, missing: 2, numericWeights: [4, 1, 0.25] },
};
const shapes: readonly (readonly [number, number, number, boolean])[] = [
  [1, 1, 0, false],
  [40, 0, 3, false],
  [300, 3, 0, false],
  [300, 3, 0, true],
  [700, 3, 3, true],
  [700, 3, 3, false],
];

/** The metric without the weights of columns that the points lack. */
function fitted(metric: Metric, numeric: number, coded: number): Metric {
  const { numericWeights, codedWeights, ...rest } = metric;
  return {
    ...rest,
    ...(numericWeights ? { numericWeights: numericWeights.slice(0, numeric) } : {}),
    ...(codedWeights ? { codedWeights: codedWeights.slice(0, coded) } : {}),
  };
}

describe.each(Object.entries(metrics))('%s', (_, anyMetric) => {
  it.each(shapes)(
    'finds what brute force finds: %i rows, %i numbers, %i codes, holes: %s',
    (rows, numeric, coded, holes) => {
      const metric = fitted(anyMetric, numeric, coded);
      for (const seed of [1, 2, 3]) {
        const points = gridPoints(rows, numeric, coded, seed, holes);
        const queries = gridPoints(60, numeric, coded, seed + 100, holes);
        const k = 4;
        const found = nearest(buildIndex(points, metric), queries, { k });
        for (let query = 0; query < queries.rows; query++) {
          const wanted = ranked(points, queries, query, metric).slice(0, k);
          expect([...found.rows.subarray(query * k, query * k + wanted.length)]).toEqual(wanted.map(({ row }) => row));
          wanted.forEach(({ distance }, i) => {
            expect(found.distances[query * k + i]).toBeCloseTo(distance, 12);
          });
        }
      }
    },
  );

  it('counts what brute force counts', () => {
    const metric = fitted(anyMetric, 3, 3);
    const points = gridPoints(500, 3, 3, 7, true);
    const queries = gridPoints(50, 3, 3, 8, true);
    const radii = Float64Array.from({ length: 50 }, (_, i) => distanceOf(points, i, queries, i, metric));
    radii[0] = 0;
    radii[1] = Number.POSITIVE_INFINITY;
    const found = countWithin(buildIndex(points, metric), queries, radii);
    for (let query = 0; query < 50; query++) {
      const distances = ranked(points, queries, query, metric).map(({ distance }) => distance);
      const equal = distances.filter((distance) => Math.abs(distance - radii[query]) < 1e-9).length;
      expect([query, found.equal[query]]).toEqual([query, equal]);
      const nearer = distances.filter((distance) => distance < radii[query] - 1e-9).length;
      expect([query, found.nearer[query]]).toEqual([query, nearer]);
    }
  });
});

describe('a search', () => {
  const points = gridPoints(400, 3, 2, 5);
  const itself = Int32Array.from({ length: 400 }, (_, row) => row);

  it('leaves out the excluded row and no other', () => {
    const { rows } = nearest(buildIndex(points, { power: 1 }), points, { k: 3, exclude: itself });
    for (let query = 0; query < 400; query++) {
      const wanted = ranked(points, points, query, { power: 1 }).filter(({ row }) => row !== query);
      expect([...rows.subarray(query * 3, query * 3 + 3)]).toEqual(wanted.slice(0, 3).map(({ row }) => row));
    }
  });

  it('looks among the given rows alone and numbers them as in the points', () => {
    const among = itself.filter((row) => points.coded[0][row] === 0);
    const { rows } = nearest(buildIndex(points, { power: 2 }, among), points, { k: 2, exclude: itself });
    for (let query = 0; query < 400; query++) {
      const wanted = ranked(points, points, query, { power: 2 }, [...among]).filter(({ row }) => row !== query);
      expect([...rows.subarray(query * 2, query * 2 + 2)]).toEqual(wanted.slice(0, 2).map(({ row }) => row));
    }
  });

  it('gives each range of queries what it gives all of them', () => {
    const index = buildIndex(points, { power: 1 });
    const queries = gridPoints(50, 3, 2, 6);
    const exclude = Int32Array.from({ length: 50 }, (_, i) => 3 * i);
    const whole = nearest(index, queries, { k: 2, exclude });
    const part = nearest(index, queries, { k: 2, exclude, from: 20, to: 33 });
    expect(part.rows).toEqual(whole.rows.slice(40, 66));
    expect(part.distances).toEqual(whole.distances.slice(40, 66));
    const radii = new Float64Array(50).fill(0.5);
    const counts = countWithin(index, queries, radii);
    expect(countWithin(index, queries, radii, { from: 20, to: 33 }).nearer).toEqual(counts.nearer.slice(20, 33));
  });

  it('works in a copy of the index, as another thread has it', () => {
    const index = buildIndex(points, { power: 1 });
    expect(nearest(structuredClone(index), points, { k: 2 })).toEqual(nearest(index, points, { k: 2 }));
  });

  it('says where there are no more rows', () => {
    const few: Points = { rows: 2, numeric: [Float64Array.of(0, 4)], coded: [] };
    const { rows, distances } = nearest(buildIndex(few, { power: 2 }), few, { k: 3, exclude: Int32Array.of(-1, 1) });
    expect([...rows]).toEqual([0, 1, -1, 0, -1, -1]);
    expect([...distances]).toEqual([0, 4, Infinity, 4, Infinity, Infinity]);
    const none = buildIndex(few, { power: 1 }, new Int32Array());
    expect([...nearest(none, few, { k: 1 }).rows]).toEqual([-1, -1]);
  });

  it('takes the lowest rows of a hundred thousand equal ones, at once, and counts them all', () => {
    const equal: Points = {
      rows: 100_000,
      numeric: [new Float64Array(100_000).fill(3)],
      coded: [new Int32Array(100_000).fill(2)],
    };
    const index = buildIndex(equal, { power: 1 });
    const exclude = Int32Array.from({ length: 100_000 }, (_, row) => row);
    const { rows } = nearest(index, equal, { k: 2, exclude });
    expect([...rows.subarray(0, 8)]).toEqual([1, 2, 0, 2, 0, 1, 0, 1]);
    expect([...rows.subarray(-2)]).toEqual([0, 1]);
    const one: Points = { rows: 1, numeric: [Float64Array.of(3)], coded: [Int32Array.of(2)] };
    expect([...countWithin(index, one, Float64Array.of(0)).equal]).toEqual([100_000]);
  });

  it('tells rows apart that a sample of them would not', () => {
    const rows = 5000;
    const values = new Float64Array(rows);
    values[4321] = 1;
    const lone: Points = { rows, numeric: [values], coded: [] };
    const query: Points = { rows: 1, numeric: [Float64Array.of(0.9)], coded: [] };
    expect([...nearest(buildIndex(lone, { power: 1 }), query, { k: 2 }).rows]).toEqual([4321, 0]);
  });

  it('needs no column: all rows are as near', () => {
    const bare: Points = { rows: 3, numeric: [], coded: [] };
    expect([...nearest(buildIndex(bare, { power: 1 }), bare, { k: 2 }).rows]).toEqual([0, 1, 0, 1, 0, 1]);
  });
});

describe('errors', () => {
  const points = gridPoints(5, 1, 1, 1);
  const index = buildIndex(points, { power: 1 });
  const code = (run: () => unknown) => {
    try {
      run();
    } catch (error) {
      return (error as { code?: string }).code;
    }
    return 'none';
  };

  it.each([
    ['points', () => buildIndex({ ...points, rows: 6 }, { power: 1 })],
    ['points', () => buildIndex({ ...points, numeric: [Float64Array.of(1, 2, Infinity, 4, 5)] }, { power: 1 })],
    ['points', () => buildIndex(points, { power: 1 }, Int32Array.of(5))],
    ['points', () => buildIndex(points, { power: 1 }, Int32Array.of(2, 1))],
    ['metric', () => buildIndex(points, { power: 3 as 1 })],
    ['metric', () => buildIndex(points, { power: 1, cap: 0 })],
    ['metric', () => buildIndex(points, { power: 1, missing: Number.NaN })],
    ['metric', () => buildIndex(points, { power: 1, numericWeights: [1, 1] })],
    ['metric', () => buildIndex(points, { power: 1, codedWeights: [-1] })],
    ['request', () => nearest(index, points, { k: 0 })],
    ['request', () => nearest(index, points, { k: 1, from: 4, to: 9 })],
    ['request', () => nearest(index, points, { k: 1, exclude: new Int32Array(2) })],
    ['request', () => nearest(index, gridPoints(5, 2, 1, 1), { k: 1 })],
    ['request', () => countWithin(index, points, Float64Array.of(1))],
    ['request', () => countWithin(index, points, new Float64Array(5).fill(-1))],
  ])('bad-%s', (what, run) => {
    expect(code(run)).toBe(`nearest-neighbours/bad-${what}`);
  });
});
