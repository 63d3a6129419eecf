import { describe, expect, test } from 'vitest';
import { contingency, type Features, growTree, leafCount, mutualInformation, nodeCount } from '../src/index.ts';
import { randomCodes, uniform } from './uniform.ts';

const options = { minLeaf: 1, significance: 3, maxDepth: 32 };
const ordered = (...columns: Uint8Array[]): Features => ({
  columns,
  bins: columns.map((column) => column.reduce((most, code) => Math.max(most, code), 0) + 1),
  ordered: columns.map(() => true),
});

/** Largest gain over all cuts of all features, by the definition of mutual information. */
function bestGain(features: Features, response: Uint16Array, classes: number, minLeaf: number): number {
  let best = 0;
  features.columns.forEach((column, f) => {
    for (let cut = 0; cut < features.bins[f] - 1; cut++) {
      const side = column.map((code) => (code <= cut ? 0 : 1));
      const right = side.reduce((sum, bit) => sum + bit, 0);
      if (Math.min(right, side.length - right) < minLeaf) continue;
      best = Math.max(best, mutualInformation(contingency(side, 2, response, classes), 2, classes));
    }
  });
  return best;
}

describe('the split of the root', () => {
  // few rows take the sorting scan, many rows the histogram
  test.each([60, 5000])('has the largest mutual information of all cuts (%i rows)', (rows) => {
    const next = uniform(rows);
    for (let round = 0; round < 10; round++) {
      const columns = [4, 9, 30].map((bins) => randomCodes(next, rows, bins));
      const response = Uint16Array.from(columns[1], (code) =>
        next() < 0.3 ? Math.floor(next() * 5) : Math.floor(code / 2),
      );
      const features = ordered(...columns);
      const tree = growTree(features, { codes: response, classes: 5 }, { minLeaf: 7, significance: -100, maxDepth: 1 });
      const side = response.map(() => 0);
      for (let i = tree.start[2]; i < tree.end[2]; i++) side[tree.rows[i]] = 1;
      const gain = mutualInformation(contingency(side, 2, response, 5), 2, 5);
      expect(gain).toBeCloseTo(bestGain(features, response, 5, 7), 8);
    }
  });
});

describe('growTree', () => {
  test('learns y = f(x) exactly', () => {
    const next = uniform(1);
    const columns = [randomCodes(next, 4000, 8), randomCodes(next, 4000, 8), randomCodes(next, 4000, 3)];
    const response = Uint16Array.from(
      { length: 4000 },
      (_, i) => (columns[0][i] > 3 ? 1 : 0) + 2 * (columns[1][i] > 5 ? 1 : 0),
    );
    const tree = growTree(ordered(...columns), { codes: response, classes: 4 }, options);
    expect(leafCount(tree)).toBe(4);
    for (let node = 0; node < nodeCount(tree); node++) {
      if (tree.feature[node] >= 0) continue;
      const classes = new Set(tree.rows.subarray(tree.start[node], tree.end[node]).map((row) => response[row]));
      expect(classes.size).toBe(1);
    }
    expect([...tree.inputs]).toEqual([0, 1]);
  });

  test('separates unordered categories with one cut', () => {
    const next = uniform(2);
    const column = randomCodes(next, 2000, 12);
    const response = Uint16Array.from(column, (code) => ([1, 4, 6, 9].includes(code) ? 1 : 0));
    const features = { columns: [column], bins: [12], ordered: [false] };
    expect(leafCount(growTree(features, { codes: response, classes: 2 }, options))).toBe(2);
    expect(
      leafCount(growTree({ ...features, ordered: [true] }, { codes: response, classes: 2 }, options)),
    ).toBeGreaterThan(4);
  });

  test('does not split noise', () => {
    let grown = 0;
    for (let seed = 0; seed < 200; seed++) {
      const next = uniform(1000 + seed);
      const columns = Array.from({ length: 4 }, () => randomCodes(next, 600, 16));
      const response = Uint16Array.from(randomCodes(next, 600, 6));
      if (
        leafCount(
          growTree(ordered(...columns), { codes: response, classes: 6 }, { ...options, minLeaf: 20, significance: 4 }),
        ) > 1
      )
        grown++;
    }
    // 60 cuts, each with a chance of 3e-5 beyond 4 standard deviations: below 1 % of seeds
    expect(grown).toBeLessThanOrEqual(3);
  });

  test('splits more the lower the significance', () => {
    const next = uniform(8);
    const columns = [randomCodes(next, 3000, 32), randomCodes(next, 3000, 32)];
    const response = Uint16Array.from(columns[0], (code) => Math.min(7, Math.floor(code / 4 + 3 * next())));
    const leaves = [0, 2, 4, 8].map((significance) =>
      leafCount(
        growTree(ordered(...columns), { codes: response, classes: 8 }, { ...options, minLeaf: 5, significance }),
      ),
    );
    expect(leaves).toEqual([...leaves].sort((a, b) => b - a));
    expect(leaves[0]).toBeGreaterThan(leaves[3]);
    expect(leaves[3]).toBeGreaterThan(1);
  });

  test('keeps to the smallest leaf and the depth', () => {
    const next = uniform(4);
    const columns = [randomCodes(next, 1000, 64), randomCodes(next, 1000, 64)];
    const response = Uint16Array.from(columns[0], (code, i) => (code + columns[1][i]) >> 4);
    const tree = growTree(
      ordered(...columns),
      { codes: response, classes: 8 },
      { minLeaf: 30, significance: 0, maxDepth: 4 },
    );
    for (let node = 0; node < nodeCount(tree); node++)
      expect(tree.end[node] - tree.start[node]).toBeGreaterThanOrEqual(30);
    const depth = new Int32Array(nodeCount(tree));
    for (let node = 0; node < nodeCount(tree); node++) {
      if (tree.feature[node] < 0) continue;
      for (const child of [tree.left[node], tree.left[node] + 1]) depth[child] = depth[node] + 1;
    }
    expect(Math.max(...depth)).toBe(4);
  });

  test('has a permutation of the rows, and children that share their parent', () => {
    const next = uniform(6);
    const columns = [randomCodes(next, 500, 9)];
    const response = Uint16Array.from(columns[0]);
    const tree = growTree(ordered(...columns), { codes: response, classes: 9 }, options);
    expect([...tree.rows].sort((a, b) => a - b)).toEqual(Array.from({ length: 500 }, (_, i) => i));
    for (let node = 0; node < nodeCount(tree); node++) {
      if (tree.feature[node] < 0) continue;
      const child = tree.left[node];
      expect([tree.start[child], tree.end[child], tree.end[child + 1]]).toEqual([
        tree.start[node],
        tree.start[child + 1],
        tree.end[node],
      ]);
    }
  });

  test('has one leaf without features, without rows, with one class', () => {
    const none: Features = { columns: [], bins: [], ordered: [] };
    expect(leafCount(growTree(none, { codes: Uint16Array.of(0, 1, 2), classes: 3 }, options))).toBe(1);
    expect(leafCount(growTree(none, { codes: new Uint16Array(0), classes: 1 }, options))).toBe(1);
    expect(
      leafCount(growTree(ordered(Uint8Array.of(0, 1, 2)), { codes: Uint16Array.of(1, 1, 1), classes: 2 }, options)),
    ).toBe(1);
  });

  test('takes 60,000 classes without a table of bins by classes', () => {
    const next = uniform(9);
    const column = randomCodes(next, 60_000, 255);
    const response = Uint16Array.from({ length: 60_000 }, (_, i) => i);
    expect(
      leafCount(growTree(ordered(column), { codes: response, classes: 60_000 }, { ...options, minLeaf: 20 })),
    ).toBe(1);
  });

  test('refuses what does not fit together', () => {
    const grow = (features: Features, response: Uint16Array) => () =>
      growTree(features, { codes: response, classes: 2 }, options);
    const code = (name: string) => expect.objectContaining({ code: `decision-trees/${name}` });
    expect(grow(ordered(Uint8Array.of(0, 1)), Uint16Array.of(0))).toThrow(code('bad-feature'));
    expect(grow({ columns: [Uint8Array.of(3)], bins: [2], ordered: [true] }, Uint16Array.of(0))).toThrow(
      code('bad-feature'),
    );
    expect(grow({ columns: [Uint8Array.of(3)], bins: [300], ordered: [true] }, Uint16Array.of(0))).toThrow(
      code('bad-feature'),
    );
    expect(grow(ordered(Uint8Array.of(0)), Uint16Array.of(2))).toThrow(code('bad-response'));
  });
});
