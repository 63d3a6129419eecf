import { expect, test } from 'vitest';
import { derivatives, meanLoss, predictionsOf } from '../src/boost-loss.ts';
import { boostLimits } from '../src/boost-options.ts';
import { growBoostedTree, startGrowth } from '../src/grow-boosted-tree.ts';
import { histogramPool } from '../src/histogram-pool.ts';
import {
  boostedArrays,
  boostedFromArrays,
  boostedMargins,
  boostTrees,
  type Features,
  featureGains,
  pairGains,
} from '../src/index.ts';
import { rowNumbers } from '../src/row-numbers.ts';
import { randomCodes, uniform } from './uniform.ts';

const next = uniform(11);
const columns = [
  randomCodes(next, 5000, 60),
  randomCodes(next, 5000, 9),
  randomCodes(next, 5000, 2),
  randomCodes(next, 5000, 30),
];
const features: Features = { columns, bins: [60, 9, 2, 30], ordered: [true, false, true, true] };
// columns 0 and 2 matter together alone, column 1 by itself, column 3 not at all
const response = [...columns[0]].map(
  (code, i) => (code > 30 !== (columns[2][i] === 1) ? 2 : 0) + (columns[1][i] % 2) + next(),
);
const model = boostTrees(features, response, { loss: 'squared', rounds: 20, leaves: 16, minRows: 20 });

test('margins of many rows equal a walk from node to node', () => {
  const margins = boostedMargins(model, columns);
  for (let row = 0; row < 5000; row++) {
    let sum = model.base[0];
    for (const root of model.roots) {
      let node = root;
      while (model.left[node] > 0) {
        const code = columns[model.feature[node]][row];
        node = model.left[node] + ((model.right[8 * node + (code >> 5)] >>> (code & 31)) & 1);
      }
      sum += model.value[node];
    }
    expect(margins[row]).toBe(sum);
  }
});

test('gains name the columns and the pair that matter', () => {
  const gains = featureGains(model);
  expect(gains.reduce((sum, gain) => sum + gain, 0)).toBeCloseTo(
    model.gain.reduce((sum, gain) => sum + gain, 0),
    6,
  );
  expect(gains[3]).toBeLessThan(0.05 * gains[1]);
  const [top] = pairGains(model);
  expect([top.first, top.second]).toEqual([0, 2]);
});

test('stored arrays give the same margins, and damaged ones are refused', () => {
  const arrays = boostedArrays(model);
  expect(boostedMargins(boostedFromArrays(arrays), columns)).toEqual(boostedMargins(model, columns));
  const codeOf = (changed: Readonly<Record<string, unknown>>) => {
    try {
      boostedFromArrays({ ...arrays, ...changed });
    } catch (error) {
      return (error as { code: unknown }).code;
    }
    return 'no error';
  };
  const damaged: readonly Readonly<Record<string, unknown>>[] = [
    { value: undefined },
    { value: new Float64Array(3) },
    { roots: Int32Array.of(-1) },
    { roots: Int32Array.of(0, model.left.length) },
    { left: model.left.map((child, node) => (node === 0 ? 0 : child)) },
    { left: model.left.map(() => 1) },
    { feature: model.feature.map((feature) => feature + 1) },
    { shape: Int32Array.of(7, 4) },
    { base: new Float64Array(3) },
  ];
  for (const changed of damaged) expect(codeOf(changed)).toBe('decision-trees/bad-ensemble');
});

test('two histograms grow the same tree as one for every leaf', () => {
  const limits = boostLimits({ loss: 'squared', leaves: 40 });
  const trees = [41, 2].map((most) => {
    const growth = { ...startGrowth(features, 5000, limits), pool: histogramPool(3 * 101, most) };
    growth.rows.set(rowNumbers(5000));
    growth.derivatives.first.set(response.map((value) => 1.5 - value));
    growth.derivatives.second.fill(1);
    growBoostedTree(growth, rowNumbers(4), 5000);
    expect(growth.pool.made).toBeLessThanOrEqual(most);
    return growth.nodes;
  });
  expect(trees[0].count).toBe(79);
  expect(trees[1].feature).toEqual(trees[0].feature);
  expect(trees[1].right).toEqual(trees[0].right);
  expect(histogramPool(3 * 2000 * 256, 63).most).toBeLessThan(63);
});

test.each(['logistic', 'softmax', 'squared'] as const)('%s derivatives are those of the loss', (loss) => {
  const outputs = loss === 'softmax' ? 3 : 1;
  const weights = Float64Array.of(1, 0.5, 2);
  const target = { response: Float64Array.of(0, 1, loss === 'logistic' ? 1 : 2), weights };
  const margins = Float64Array.from({ length: 3 * outputs }, (_, i) => Math.sin(i + 1));
  const into = { first: new Float64Array(3), second: new Float64Array(3) };
  const predictions = new Float64Array(margins.length);
  const lossAt = (at: number, shift: number) => {
    predictionsOf(loss, outputs, margins.with(at, margins[at] + shift), predictions);
    return 3.5 * meanLoss(loss, outputs, predictions, target);
  };
  // squared error is minimised as half of it, and XGBoost doubles the second derivative of softmax
  const scale = loss === 'squared' ? 0.5 : 1;
  for (let output = 0; output < outputs; output++) {
    predictionsOf(loss, outputs, margins, predictions);
    derivatives(loss, outputs, output, predictions, target, into);
    for (let row = 0; row < 3; row++) {
      const at = row * outputs + output;
      const [below, here, above] = [lossAt(at, -1e-4), lossAt(at, 0), lossAt(at, 1e-4)];
      expect(into.first[row]).toBeCloseTo((scale * (above - below)) / 2e-4, 6);
      const second = (scale * (above - 2 * here + below)) / 1e-8;
      expect(into.second[row]).toBeCloseTo(loss === 'softmax' ? 2 * second : second, 4);
    }
  }
});
