import { describe, expect, test } from 'vitest';
import { growTree, leafCount } from '../src/index.ts';
import { mostQuantileClasses, quantileClasses, rowsByPlace } from '../src/node-classes.ts';
import { randomCodes, uniform } from './uniform.ts';

/** The groups of places that lie in ascending order: how many rows each holds, and its lowest and highest place. */
function groupsOf(places: Int32Array, most: number) {
  const rows = rowsByPlace(places);
  const classes = { rows, classOf: new Uint16Array(rows.length), total: new Int32Array(mostQuantileClasses(most)) };
  const count = quantileClasses(classes, places, most, 0, rows.length);
  const groups = Array.from({ length: count }, (_, k) => ({ rows: classes.total[k], places: new Set<number>() }));
  rows.forEach((row, i) => {
    groups[classes.classOf[i]].places.add(places[row]);
  });
  return groups;
}

describe('quantile classes', () => {
  test('cut distinct values into equal groups', () => {
    const groups = groupsOf(
      Int32Array.from({ length: 800 }, (_, i) => i + 1),
      8,
    );
    expect(groups.map((group) => group.rows)).toEqual(new Array(8).fill(100));
    expect([...groups[3].places].sort((a, b) => a - b)).toEqual(Array.from({ length: 100 }, (_, i) => 301 + i));
  });

  test('keep missing values and spikes apart', () => {
    const places = Int32Array.from({ length: 1000 }, (_, i) => (i < 100 ? 0 : i < 600 ? 7 : 8 + (i % 50)));
    const groups = groupsOf(places, 8);
    expect(groups[0]).toEqual({ rows: 100, places: new Set([0]) });
    expect(groups[1]).toEqual({ rows: 500, places: new Set([7]) });
    expect(groups.slice(2).every((group) => group.rows >= 50)).toBe(true);
  });

  test('never tear equal values apart and lose no row', () => {
    const next = uniform(4);
    for (let round = 0; round < 200; round++) {
      const rows = 1 + Math.floor(next() * 60);
      const distinct = 1 + Math.floor(next() * 20);
      const places = Int32Array.from({ length: rows }, () => Math.floor(next() ** 2 * (distinct + 1)));
      const groups = groupsOf(places, 2 + Math.floor(next() * 10));
      expect(groups.reduce((sum, group) => sum + group.rows, 0)).toBe(rows);
      const seen = groups.flatMap((group) => [...group.places]);
      expect(new Set(seen).size).toBe(seen.length);
      expect(seen.length).toBe(new Set(places).size);
      expect(groups.every((group) => group.rows > 0)).toBe(true);
    }
  });

  test('are fewer in nodes of few rows, at least two', () => {
    expect(
      groupsOf(
        Int32Array.from({ length: 24 }, (_, i) => i + 1),
        8,
      ).length,
    ).toBe(3);
    expect(groupsOf(Int32Array.of(1, 2), 8).length).toBe(2);
  });
});

describe('a tree of an ordered response', () => {
  const options = { minLeaf: 20, significance: 1.8, maxDepth: 32 };
  const next = uniform(8);
  const rows = 8000;
  const column = randomCodes(next, rows, 250);
  const features = { columns: [column], bins: [250], ordered: [true] };

  test('follows a near-copy on every scale, where fixed groups stop at their own width', () => {
    const value = Float64Array.from(column, (code) => code + next());
    const sorted = value.slice().sort();
    const places = Int32Array.from(value, (v) => sorted.indexOf(v) + 1);
    const coarse = { codes: Uint16Array.from(places, (place) => Math.floor((place - 1) / 1000)), classes: 8 };
    expect(leafCount(growTree(features, coarse, options))).toBeLessThan(20);
    const tree = growTree(features, { ...coarse, places }, options);
    expect(leafCount(tree)).toBeGreaterThan(100);
    for (let node = 0; node < tree.feature.length; node++) {
      if (tree.feature[node] >= 0) continue;
      const own = tree.rows.subarray(tree.start[node], tree.end[node]);
      for (let i = 1; i < own.length; i++) expect(places[own[i]]).toBeGreaterThan(places[own[i - 1]]);
      expect(places[own[own.length - 1]] - places[own[0]]).toBeLessThan(200);
    }
  });

  test('leaves noise alone', () => {
    let grown = 0;
    for (let round = 0; round < 40; round++) {
      const places = Int32Array.from({ length: 2000 }, () => 1 + Math.floor(next() * 500));
      const noise = Array.from({ length: 10 }, () => randomCodes(next, 2000, 30));
      const many = { columns: noise, bins: noise.map(() => 30), ordered: noise.map(() => true) };
      const response = { codes: new Uint16Array(2000), classes: 1, places };
      if (leafCount(growTree(many, response, { ...options, significance: 3 })) > 1) grown++;
    }
    expect(grown).toBeLessThan(6);
  });

  test('tries the focus feature alone where no split passes', () => {
    const weak = randomCodes(next, rows, 2);
    const strong = randomCodes(next, rows, 2);
    const places = Int32Array.from(
      { length: rows },
      (_, i) => 1 + Math.floor(1000 * (next() + weak[i] * 0.02 + strong[i])),
    );
    const both = { columns: [weak, strong], bins: [2, 2], ordered: [true, true] };
    const response = { codes: new Uint16Array(rows), classes: 1, places };
    const without = growTree(both, response, { ...options, significance: 6 });
    const focused = growTree(both, response, { ...options, significance: 6, focus: { feature: 0, significance: 0 } });
    expect([...without.inputs]).toEqual([1]);
    expect([...focused.inputs]).toEqual([0, 1]);
  });
});
