import { createRandom } from '@verisim/core';
import { describe, expect, it } from 'vitest';
import { drawTree } from '../src/dp-marginals/draw-tree.ts';
import { fitPair } from '../src/dp-marginals/fit-pair.ts';
import { groupCells } from '../src/dp-marginals/group-cells.ts';
import { projectSimplex } from '../src/dp-marginals/project-simplex.ts';
import { conditionOn, type TreeDistribution } from '../src/dp-marginals/tree-distribution.ts';

const near = (found: ArrayLike<number>, wanted: readonly number[], digits = 9) => {
  wanted.forEach((value, i) => {
    expect(found[i]).toBeCloseTo(value, digits);
  });
};

describe('projectSimplex', () => {
  it('lowers all by one amount and cuts off at 0', () => {
    // Closed forms: nothing is cut; one is cut; all but one are.
    near(projectSimplex(Float64Array.of(3, 5), 6), [2, 4]);
    near(projectSimplex(Float64Array.of(4, -3, 2), 4), [3, 0, 1]);
    near(projectSimplex(Float64Array.of(10, 0, 1), 1), [1, 0, 0]);
    near(projectSimplex(Float64Array.of(1, 1), 6), [3, 3]);
    near(projectSimplex(Float64Array.of(5, -Infinity, 5), 4), [2, 0, 2]);
    near(projectSimplex(Float64Array.of(-Infinity, 1), 0), [0, 0]);
  });

  it('is nearer than any other possible values', () => {
    const random = createRandom('simplex');
    const noisy = Float64Array.from({ length: 6 }, () => 4 * random.normal());
    const found = projectSimplex(noisy, 5);
    const distance = (to: Float64Array) => to.reduce((sum, value, i) => sum + (value - noisy[i]) ** 2, 0);
    for (let i = 0; i < 500; i++) {
      const other = Float64Array.from({ length: 6 }, () => -Math.log(1 - random.next()));
      const sum = other.reduce((all, value) => all + value, 0);
      expect(distance(other.map((value) => (5 * value) / sum))).toBeGreaterThanOrEqual(distance(found));
    }
  });
});

describe('fitPair', () => {
  it.each([[[5, 1, 2, 4]], [[50, -9, 3, 0]], [[-3, 20, 20, -3]]])('is the closed form on 2 x 2: %j', (noisy) => {
    // With rows 6 and 4 and columns 7 and 3 one number t is free: t, 6 - t, 7 - t, t - 3, between 3 and 6.
    const [a, b, c, d] = noisy;
    const t = Math.min(6, Math.max(3, (a + (6 - b) + (7 - c) + (d + 3)) / 4));
    const found = fitPair(Float64Array.from(noisy), Float64Array.of(6, 4), Float64Array.of(7, 3));
    near(found, [t, 6 - t, 7 - t, t - 3], 3);
  });
});

describe('groupCells', () => {
  const coded = { storage: 'coded', levels: [...'abcde'], unknown: 4, size: 6, missing: 5, doubtful: [] } as const;

  it('keep the commonest levels apart, the others together, missing alone', () => {
    const { of, size } = groupCells(coded, Float64Array.of(1, 50, 2, 30, 0, 7), 4);
    expect([size, ...of]).toEqual([4, 2, 0, 2, 1, 2, 3]);
  });

  it('keep all levels apart where there is room, and take the strata together', () => {
    const { of, size } = groupCells(coded, Float64Array.of(1, 5, 0, 3, 0, 0, 0, 0, 9, 0, 0, 0), 10);
    expect(size).toBe(4);
    expect(new Set([of[0], of[1], of[2], of[3]]).size).toBe(4);
  });

  it('cut numbers into stretches of about equal mass, spikes alone', () => {
    const cells = {
      storage: 'numeric',
      low: 0,
      high: 80,
      step: 1,
      points: 81,
      decimals: 0,
      whole: true,
      spikes: [0],
      bins: 8,
      size: 9,
      missing: -1,
      doubtful: [],
    } as const;
    const { of, size } = groupCells(cells, Float64Array.of(60, 5, 5, 5, 5, 5, 5, 5, 5), 4);
    expect(size).toBeLessThanOrEqual(4);
    expect([...of].filter((group) => group === of[0])).toEqual([of[0]]);
    // Groups rise with the value.
    expect([...of].slice(1).every((group, i, all) => i === 0 || group >= all[i - 1])).toBe(true);
  });
});

describe('a tree distribution', () => {
  /** Two strata; a root of 3 cells in 2 groups, and two children of 2 cells each. */
  const tree: TreeDistribution = {
    alive: [0, 1],
    strata: Float64Array.of(30, 70),
    nodes: [
      {
        column: 0,
        parent: -1,
        groupOf: Int32Array.of(0, 0, 1),
        groups: 2,
        cells: Float64Array.of(6, 12, 12, 14, 14, 42),
        given: Float64Array.of(0.6, 0.4, 0.4, 0.6),
      },
      {
        column: 1,
        parent: 0,
        groupOf: Int32Array.of(0, 1),
        groups: 2,
        cells: Float64Array.of(10, 20, 40, 30),
        given: Float64Array.of(0.9, 0.1, 0.3, 0.7, 0.2, 0.8, 0.5, 0.5),
      },
      {
        column: 2,
        parent: 1,
        groupOf: Int32Array.of(0, 1),
        groups: 2,
        cells: Float64Array.of(15, 15, 35, 35),
        given: Float64Array.of(0.25, 0.75, 0.5, 0.5, 0.1, 0.9, 0.8, 0.2),
      },
    ],
  };

  /** Probability of every row, straight from the definition. */
  const joint = (s: number, a: number, b: number, c: number): number => {
    const group = tree.nodes[0].groupOf[a];
    const inGroup = [0, 1, 2].filter((cell) => tree.nodes[0].groupOf[cell] === group);
    const mass = (cell: number) => tree.nodes[0].cells[3 * s + cell];
    const within = mass(a) / inGroup.reduce((sum, cell) => sum + mass(cell), 0);
    const [root, middle, leaf] = tree.nodes.map(({ given }) => given);
    return (
      (tree.strata[s] / 100) * root[2 * s + group] * within * middle[4 * s + 2 * group + b] * leaf[4 * s + 2 * b + c]
    );
  };

  const shares = [Float64Array.of(1, 0.25, 0.5), Float64Array.of(0.8, 1), Float64Array.of(1, 0)];
  const strataShares = Float64Array.of(1, 0.5);

  it.each([
    [
      'without conditions',
      [Float64Array.of(1, 1, 1), Float64Array.of(1, 1), Float64Array.of(1, 1)],
      Float64Array.of(1, 1),
    ],
    ['with conditions on every column', shares, strataShares],
  ])('is drawn as it is defined, %s', (_, parts, strata) => {
    const expected = new Map<string, number>();
    for (const s of [0, 1])
      for (const a of [0, 1, 2])
        for (const b of [0, 1])
          for (const c of [0, 1])
            expected.set(`${s}${a}${b}${c}`, joint(s, a, b, c) * strata[s] * parts[0][a] * parts[1][b] * parts[2][c]);
    const total = [...expected.values()].reduce((sum, p) => sum + p, 0);
    const rows = 60_000;
    const drawn = drawTree(tree, conditionOn(tree, parts, strata), rows, createRandom('tree'));
    const counts = new Map<string, number>();
    for (let row = 0; row < rows; row++) {
      const key = `${drawn?.strata[row]}${drawn?.cells.map((cells) => cells[row]).join('')}`;
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    for (const [key, weight] of expected) {
      const p = weight / total;
      const error = 4.5 * Math.sqrt(rows * p * (1 - p));
      expect(Math.abs((counts.get(key) ?? 0) - rows * p), key).toBeLessThanOrEqual(error);
    }
  });

  it('draws nothing where nothing can be met', () => {
    const none = [shares[0], shares[1], Float64Array.of(0, 0)];
    expect(drawTree(tree, conditionOn(tree, none, strataShares), 5, createRandom('none'))).toBeNull();
  });
});
