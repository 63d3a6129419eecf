import { constantColumn, createContext, createRandom, createTable, dropColumns, type Table } from '@verisim/core';
import { expect, test } from 'vitest';
import { compareArms, measureLift, utility } from '../src/index.ts';
import { correctPriors } from '../src/predict-holdout.ts';
import { tickets } from './text-tables.ts';

const real = tickets([40, 20, 6], createRandom('real'), 'ignore');
const holdout = tickets([60, 60, 60], createRandom('holdout'), 'ignore');
const fresh = tickets([0, 40, 60], createRandom('fresh'), 'ignore');
const lift = (synthetic: Table, from = real, to = holdout) =>
  measureLift(
    { real: from, synthetic, holdout: to, target: 'label', metric: 'macro-f1', seeds: 1, resamples: 100 },
    createContext({ seed: 1 }),
  );

test('texts are learned by text-regression: its arms of real rows are one, read under the real class shares', async () => {
  const evidence = await lift(fresh);
  expect(evidence.learner).toBe('text-regression');
  expect(evidence.backend).toBeUndefined();
  const score = (arm: string, metric: string) =>
    evidence.arms.find((one) => one.arm === arm && one.metric === metric)?.value;
  for (const metric of ['macro-f1', 'log-loss', 'roc-auc']) {
    expect(score('class-weighted', metric)).toBe(score('real-only', metric));
  }
  expect(score('augmented', 'macro-f1')).toBeGreaterThan(0.9);
  expect(evidence.againstClassWeights.value).toBe(evidence.lift.value);
});

test('a text that the synthetic rows do not hold is no feature: what is left is learned as before', async () => {
  const number = (table: Table, name: string): Table => {
    const random = createRandom(name);
    const values = Float64Array.from({ length: table.rows }, () => random.normal());
    const [text, label] = table.spec.columns;
    return createTable(
      [{ ...text, role: 'feature' }, { name: 'n', kind: 'number', nullable: false, role: 'feature' }, label],
      [table.columns[0], { storage: 'numeric', values }, table.columns[1]],
    );
  };
  const [a, b, c] = [number(real, 'a'), number(fresh, 'b'), number(holdout, 'c')];
  const silent = createTable(
    b.spec.columns.map((spec) => ({ ...spec, nullable: true })),
    b.columns.with(0, constantColumn('text', b.rows, null)),
  );
  const without = (table: Table) => dropColumns(table, ['text']);
  const [found, plain] = [await lift(silent, a, c), await lift(without(b), without(a), without(c))];
  expect(found.learner).toBe('logistic-regression');
  expect(found.arms).toEqual(plain.arms);
  expect((await lift(b, a, c)).learner).toBe('text-regression');
});

test('train on synthetic, test on real with texts', async () => {
  const data = { real, synthetic: tickets([30, 30, 30], createRandom('s'), 'ignore'), holdout, target: 'label' };
  const { measurements } = await utility.measure(data, { seeds: 1, resamples: 100 }, createContext({ seed: 1 }));
  const found = measurements.find(({ metric }) => metric === 'tstr-macro-f1');
  expect(found).toMatchObject({ model: 'text-regression' });
  expect(found?.value).toBeGreaterThan(0.9);
});

test('arms of a balancing learner are compared under the real class shares', async () => {
  const flat = Float64Array.of(0.5, 0.3, 0.2);
  const told: Float64Array[] = [];
  const learner = {
    name: 'flat',
    version: '1',
    balances: true as const,
    fit: async () => ({
      classes: ['card', 'refund', 'limit'],
      predict: (table: Table) => Float64Array.from({ length: 3 * table.rows }, (_, i) => flat[i % 3]),
      dispose() {},
    }),
  };
  const { scores } = await compareArms(
    {
      real,
      arms: [fresh],
      validation: holdout,
      target: 'label',
      learner,
      metrics: ['log-loss'],
      contrasts: [],
      repeats: 1,
      resamples: 100,
    },
    createContext({ seed: 1 }),
  );
  told.push(correctPriors(flat, [1, 1, 1], [40, 20, 6]));
  const [p] = told;
  expect(scores[0][0]).toBeCloseTo(-(Math.log(p[0]) + Math.log(p[1]) + Math.log(p[2])) / 3, 9);
});
