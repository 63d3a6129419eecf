import { type Condition, createContext, createRandom, resolveConditions } from '@verisim/core';
import { expect, test } from 'vitest';
import { drawParticles } from '../src/trees/draw-particles.ts';
import { fitTrees } from '../src/trees/fit-trees.ts';
import { resampleParticles } from '../src/trees/resample-particles.ts';
import { restrictColumn } from '../src/trees/restrict-column.ts';
import { treesOptions } from '../src/trees/trees-options.ts';
import { drawn, goldenReal, tableOf } from './tables.ts';

const options = treesOptions.parse({});

test('systematic resampling: every particle as often as its weight says, give or take one, in order', () => {
  const random = createRandom('weights');
  for (let round = 0; round < 200; round++) {
    const weights = Float64Array.from({ length: 1 + random.int(0, 20) }, () => Math.max(0, random.normal()));
    weights[weights.length - 1] += 0.1;
    const count = 1 + random.int(0, 100);
    const ancestors = resampleParticles(weights, count, random);
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    expect(ancestors.every((from, i) => i === 0 || from >= ancestors[i - 1])).toBe(true);
    weights.forEach((weight, i) => {
      const times = ancestors.filter((from) => from === i).length;
      expect(Math.abs(times - (weight / total) * count)).toBeLessThan(1 + 1e-9);
    });
  }
});

test('the share of every node is counted right, and an empty one turns to the nearest above it', async () => {
  const model = await fitTrees(goldenReal(), options, createContext());
  const where: readonly Condition[] = [{ column: 'group', in: ['B'] }];
  const [condition] = resolveConditions(model.schema, where);
  const column = model.columns.find((candidate) => candidate.column === condition.column)!;
  const { share, softened, nearest, tree, codes } = restrictColumn(column, condition)!;
  const allowed = 1 + (model.schema.columns[condition.column].levels ?? []).indexOf('B');
  const parent = new Map<number, number>();
  column.tree.feature.forEach((feature, node) => {
    if (feature >= 0) for (const child of [column.tree.left[node], column.tree.left[node] + 1]) parent.set(child, node);
  });
  expect(codes.every((code) => code === allowed)).toBe(true);
  column.tree.start.forEach((from, node) => {
    const own = column.codes.slice(from, column.tree.end[node]);
    const met = own.filter((code) => code === allowed).length;
    expect(share[node]).toBeCloseTo(met / own.length, 12);
    expect(tree.end[node] - tree.start[node]).toBe(met);
    const above = met > 0 ? node : parent.get(node)!;
    expect(nearest[node]).toBe(met > 0 ? node : nearest[above]);
    expect(softened[node]).toBeCloseTo(met > 0 ? share[node] : softened[above] / (own.length + 1), 12);
  });
});

test('the weight of particles estimates how many rows meet the conditions', async () => {
  const a = drawn(4000, 1, (random) => random.int(0, 4));
  const b = drawn(4000, 2, (random, row) => (random.next() < 0.1 * (1 + a[row]) ? 'yes' : 'no'));
  const data = tableOf({ a: a.map((level) => `a${level}`), b });
  const model = await fitTrees(data, options, createContext());
  const restricted = new Map(
    resolveConditions(model.schema, [
      { column: 'a', in: ['a3', 'a2'] },
      { column: 'b', in: ['yes'] },
    ]).map((condition) => {
      const place = model.columns.findIndex(({ column }) => column === condition.column);
      return [place, restrictColumn(model.columns[place], condition)!] as const;
    }),
  );
  const particles = drawParticles(model, { restricted, count: 8192, most: 500, soften: false }, createContext());
  const met = a.filter((level, row) => level >= 2 && level <= 3 && b[row] === 'yes').length;
  expect(Math.abs(particles!.weight / 8192 - met / 4000)).toBeLessThan(0.01);
  expect(particles!.table.rows).toBe(500);
});
