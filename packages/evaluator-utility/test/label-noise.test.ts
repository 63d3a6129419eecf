import { createContext, createRandom, createTable, type Table } from '@verisim/core';
import { boostedTrees, confidentJoint, labelNoise, selfConfidence } from '@verisim/evaluator-utility';
import { expect, test } from 'vitest';

test('thresholds and confident joint of an example worked out by hand (Northcutt et al. 2021, section 3.1)', () => {
  const probabilities = Float64Array.from([0.9, 0.1, 0.7, 0.3, 0.2, 0.8, 0.4, 0.6, 0.1, 0.9, 0.55, 0.45]);
  const labels = Int32Array.of(0, 0, 0, 1, 1, 1);
  const thresholds = selfConfidence(probabilities, labels, 2);
  expect([...thresholds].map((x) => x.toFixed(6))).toEqual(['0.600000', '0.650000']);
  const joint = confidentJoint(probabilities, labels, thresholds);
  // Row 2 is labelled 0 and confidently 1; rows 3 and 5 reach no threshold.
  expect([...joint.counts]).toEqual([2, 1, 0, 1]);
  expect([...joint.confident]).toEqual([0, 0, 1, -1, 1, -1]);
  expect([...confidentJoint(probabilities, Int32Array.of(-1, 0, 0, 1, 1, 1), thresholds).confident][0]).toBe(-1);
});

/** Two classes far apart, a share of the labels flipped; `yes` has the share `prior`. */
function apart(rows: number, seed: string, flips: number, prior = 0.5): Table {
  const random = createRandom(seed);
  const truth = Int32Array.from({ length: rows }, () => Number(random.next() < prior));
  const x = Float64Array.from(truth, (k) => random.normal() + 8 * k);
  const y = truth.map((k) => (random.next() < flips ? 1 - k : k));
  const shared = { nullable: false } as const;
  return createTable(
    [
      { name: 'x', kind: 'number', role: 'feature', ...shared },
      { name: 'y', kind: 'category', role: 'target', ...shared },
    ],
    [
      { storage: 'numeric', values: x },
      { storage: 'coded', codes: y, levels: ['no', 'yes'] },
    ],
  );
}

const learner = boostedTrees({ rounds: 30 });

test('where classes are apart, the excess is the share of flipped labels, whatever the class shares', async () => {
  const real = apart(600, 'real', 0);
  for (const [flips, prior] of [
    [0.1, 0.5],
    [0.25, 0.2],
  ]) {
    const synthetic = apart(2000, `made${flips}`, flips, prior);
    const found = (await labelNoise({ real, synthetic, target: 'y', learner }, createContext()))!;
    expect(found.low).toBeLessThan(flips);
    expect(found.high).toBeGreaterThan(flips);
    expect(found.pAbove(0.01)).toBeLessThan(1e-6);
    expect(found.synthetic.doubted.filter((state) => state === 1).length / 2000).toBeCloseTo(flips, 1);
  }
});

test('labels as noisy as the real ones are no noise, nor is a shift of the class shares', async () => {
  const real = apart(1000, 'noisy', 0.15);
  for (const [i, prior] of [0.5, 0.1].entries()) {
    const synthetic = apart(1500, `same${i}`, 0.15, prior);
    const found = (await labelNoise({ real, synthetic, target: 'y', learner }, createContext()))!;
    expect(found.pAbove(0.01)).toBeGreaterThan(0.01);
  }
});

test('a class that no real row has cannot be judged', async () => {
  const real = apart(200, 'r', 0);
  const other = apart(50, 's', 0);
  const renamed = createTable(other.spec.columns, [
    other.columns[0],
    { storage: 'coded', codes: new Int32Array(50), levels: ['perhaps'] },
  ]);
  await expect(labelNoise({ real, synthetic: renamed, target: 'y', learner }, createContext())).rejects.toMatchObject({
    code: 'evaluator-utility/unknown-classes',
  });
});
