import { type Classifier, createContext, createRandom, createTable, type Learner, type Table } from '@verisim/core';
import { boostedTrees, logisticRegression } from '@verisim/evaluator-utility';
import {
  type BaselineRequest,
  baseline,
  baselineFindings,
  baselineMeasurements,
  baselineSection,
  baselineSentence,
} from '@verisim/plays';
import { expect, test } from 'vitest';

/** `y` is "yes" with probability 1 / (1 + exp(-(x - cut))); `row` numbers the rows; two groups of equal size. */
function known(rows: number, cut = 1.5, seed = 1): { table: Table; x: Float64Array; y: Int32Array } {
  const random = createRandom(seed);
  const x = Float64Array.from({ length: rows }, () => random.normal());
  const y = Int32Array.from(x, (value) => Number(random.next() < 1 / (1 + Math.exp(-(value - cut)))));
  const row = Float64Array.from({ length: rows }, (_, i) => i);
  const group = Int32Array.from({ length: rows }, (_, i) => i % 2);
  const shared = { nullable: false, role: 'feature' } as const;
  const table = createTable(
    [
      { name: 'x', kind: 'number', ...shared },
      { name: 'row', kind: 'integer', nullable: false, role: 'ignore' },
      { name: 'group', kind: 'category', ...shared },
      { name: 'y', kind: 'boolean', nullable: false, role: 'target' },
    ],
    [
      { storage: 'numeric', values: x },
      { storage: 'numeric', values: row },
      { storage: 'coded', codes: group, levels: ['A', 'B'] },
      { storage: 'coded', codes: y, levels: ['no', 'yes'] },
    ],
  );
  return { table, x, y };
}

const numbers = (table: Table, at: number): Float64Array => (table.columns[at] as { values: Float64Array }).values;

/** Knows the process beforehand, so that every score has a closed form; writes down what it was trained on and asked for. */
function knowing(
  seen: { train: Float64Array; weights?: Float64Array; truth: Int32Array; asked: Float64Array }[],
): Learner {
  return {
    name: 'knowing',
    version: '1',
    async fit(train, { weights }): Promise<Classifier> {
      const { codes: truth } = train.columns[3] as { codes: Int32Array };
      return {
        classes: ['no', 'yes'],
        predict(table) {
          seen.push({ train: numbers(train, 1), weights, truth, asked: numbers(table, 1) });
          return Float64Array.from([...numbers(table, 0)].flatMap((value) => [1 - logistic(value), logistic(value)]));
        },
        dispose() {},
      };
    },
  };
}

const logistic = (value: number): number => 1 / (1 + Math.exp(-(value - 1.5)));

/** AUC and its standard error by placements (DeLong, DeLong & Clarke-Pearson 1988, Biometrics 44). */
function deLong(x: Float64Array, y: Int32Array): { auc: number; error: number } {
  const of = (k: number) => [...x].filter((_, i) => y[i] === k);
  const [low, high] = [of(0), of(1)];
  const above = (a: number, b: number) => (a > b ? 1 : a === b ? 0.5 : 0);
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const highs = high.map((a) => mean(low.map((b) => above(a, b))));
  const lows = low.map((b) => mean(high.map((a) => above(a, b))));
  const variance = (values: readonly number[]) =>
    values.reduce((sum, value) => sum + (value - mean(values)) ** 2, 0) / (values.length - 1);
  return { auc: mean(highs), error: Math.sqrt(variance(highs) / high.length + variance(lows) / low.length) };
}

const run = (table: Table, more: Partial<BaselineRequest> = {}) =>
  baseline({ train: table, target: 'y', learner: logisticRegression, repeats: 1, ...more }, createContext({ seed: 1 }));

test('every row is scored once per repeat by a model that did not see it; class weights are n / (k n_c)', async () => {
  const { table } = known(400);
  const seen: Parameters<typeof knowing>[0] = [];
  await run(table, { learner: knowing(seen), folds: 4, repeats: 2, resamples: 100 });
  expect(seen).toHaveLength(2 * 4 * 2);
  for (const { train, asked, weights, truth } of seen) {
    const trained = new Set(train);
    expect([...asked].some((row) => trained.has(row))).toBe(false);
    expect(train.length + asked.length).toBe(400);
    if (weights === undefined) continue;
    const yes = truth.filter((k) => k === 1).length;
    for (const [i, weight] of weights.entries())
      expect(weight).toBeCloseTo(truth.length / (2 * (truth[i] === 1 ? yes : truth.length - yes)), 12);
  }
  for (let pass = 0; pass < 4; pass++) {
    const rows = seen.slice(4 * pass, 4 * pass + 4).flatMap(({ asked }) => [...asked]);
    expect(rows.sort((a, b) => a - b)).toEqual(Array.from({ length: 400 }, (_, i) => i));
  }
  expect(seen.filter(({ weights }) => weights !== undefined)).toHaveLength(8);
});

test('AUC, its interval and its slices agree with the closed form', async () => {
  const { table, x, y } = known(900);
  const found = await run(table, { learner: knowing([]), resamples: 2000 });
  const { auc, error } = deLong(x, y);
  const score = found.scores.find(({ arm, metric }) => arm === 'real-only' && metric === 'roc-auc')!;
  expect(score.value).toBeCloseTo(auc, 10);
  expect((score.high - score.low) / (2 * 1.96 * error)).toBeGreaterThan(0.93);
  expect((score.high - score.low) / (2 * 1.96 * error)).toBeLessThan(1.09);
  const loss = found.scores.find(({ arm, metric }) => arm === 'real-only' && metric === 'log-loss')!;
  const expected = x.reduce((sum, value, i) => sum - Math.log(y[i] ? logistic(value) : 1 - logistic(value)), 0) / 900;
  expect(loss.value).toBeCloseTo(expected, 10);
  for (const [k, name] of ['group = A', 'group = B'].entries()) {
    const inside = (_: number, i: number) => i % 2 === k;
    const part = deLong(x.filter(inside), y.filter(inside));
    const slice = found.slices.find(({ arm, slice }) => arm === 'real-only' && slice === name)!;
    expect([slice.rows, slice.metric]).toEqual([450, 'roc-auc']);
    expect(slice.value).toBeCloseTo(part.auc, 10);
    expect(slice.low).toBeLessThan(part.auc);
    expect(slice.high).toBeGreaterThan(part.auc);
  }
});

test('the real learner comes close to the best possible one, and equal seeds give equal figures', async () => {
  const { table, x, y } = known(800, 0.5);
  const found = await run(table, { resamples: 200 });
  const best = deLong(x, y);
  const [score] = found.scores.filter(({ metric }) => metric === 'roc-auc');
  expect(Math.abs(score.value - best.auc)).toBeLessThan(0.02);
  expect(await run(table, { resamples: 200 })).toEqual(found);
});

test('a requirement is met, missed or unclear, also where lower is better', async () => {
  const { table, x, y } = known(600);
  const learner = knowing([]);
  const { auc } = deLong(x, y);
  const state = async (requirement: number, metric: 'roc-auc' | 'log-loss' = 'roc-auc') =>
    (await run(table, { learner, requirement, metric, resamples: 200 })).state;
  expect([await state(0.5), await state(auc), await state(0.99)]).toEqual(['met', 'unclear', 'missed']);
  expect([await state(0.9, 'log-loss'), await state(0.05, 'log-loss')]).toEqual(['met', 'missed']);
  const met = await run(table, { learner, requirement: 0.5, resamples: 200 });
  expect(baselineSentence(met)).toContain('Your real data may already suffice.');
  const slices = new Set(met.slices.map(({ slice }) => slice));
  expect([...slices].slice(0, 2)).toEqual(['group = A', 'group = B']);
  expect([...slices].filter((name) => /x/.test(name ?? ''))).toHaveLength(4);
  expect(baselineSection(met).tables?.[1].rows).toHaveLength(2 * slices.size);
  expect(baselineMeasurements(met)).toContainEqual(
    expect.objectContaining({
      metric: 'real-roc-auc',
      where: { slice: 'group = A' },
      better: 'higher',
      model: 'knowing',
    }),
  );
  const open = await run(table, { learner, resamples: 200 });
  expect([open.state, baselineSentence(open)]).toEqual([null, expect.stringContaining('No requirement was stated')]);
});

test('the smallest lift that a holdout shows falls with its rows; a threshold below it is a finding with the rows needed', async () => {
  const { table } = known(500, 0.5);
  const power = async (rows: number, threshold?: number) => {
    const holdout = { rows, state: 'locked' } as const;
    const learner = boostedTrees({ rounds: 20 });
    return run(table, { learner, holdout, threshold, folds: 3, resamples: 50 });
  };
  const [small, large] = [await power(200, 0.01), await power(3200, 0.5)];
  expect(small.power!.error / large.power!.error).toBeGreaterThan(3);
  expect(small.power!.error / large.power!.error).toBeLessThan(5);
  expect(small.power!.rowsNeeded).toBeGreaterThanOrEqual(200 * (small.power!.lift / 0.01) ** 2);
  expect(large.power!.rowsNeeded).toBeNull();
  expect(small.power!.classes.reduce((a, b) => a + b)).toBe(200);
  expect(baselineFindings(small).map(({ rule }) => rule)).toEqual(['threshold-below-power']);
  expect(baselineFindings(large)).toEqual([]);
  expect(baselineSection(small).text?.join(' ')).toMatch(
    /This holdout of 200 rows shows a lift of 0\.\d+ .* cannot be decided/,
  );
  expect((await run(table, { learner: knowing([]), resamples: 50 })).power).toBeNull();
});

test('too few rows of a class, or no classes at all, are refused', async () => {
  const { table } = known(40, 3);
  await expect(run(table)).rejects.toMatchObject({ code: 'plays/too-few-rows' });
  await expect(run(table, { target: 'x' })).rejects.toMatchObject({ code: 'evaluator-utility/target-not-classes' });
  await expect(run(table, { target: 'z' })).rejects.toMatchObject({ code: 'evaluator-utility/target-missing' });
});
