import { columnOf, createContext, createRandom, createTable, dropColumns, type Table, takeRows } from '@verisim/core';
import { expect, test } from 'vitest';
import { type LiftInput, measureLift, slicesOf } from '../src/index.ts';
import { correctPriors } from '../src/predict-holdout.ts';
import { tableOf } from './tables.ts';
import { process as draw, withShuffledTarget } from './worlds.ts';

const real = draw(150, createRandom('real'));
const holdout = draw(1500, createRandom('holdout'));
const lift = (input: Partial<LiftInput>, seed = 1) =>
  measureLift({ real, synthetic: real, holdout, target: 'target', resamples: 400, ...input }, createContext({ seed }));

test('fresh rows of the true process lift, and beat class weights and placebo', async () => {
  const evidence = await lift({ synthetic: (_, random) => draw(1000, random) });
  expect(evidence.lift.low).toBeGreaterThan(0.005);
  expect(evidence.againstClassWeights.low).toBeGreaterThan(0);
  expect(evidence.againstPlacebo.low).toBeGreaterThan(0);
  expect(evidence.guards.map(({ metric, down }) => [metric, down])).toEqual([['log-loss', false]]);
  expect(evidence.slices.length).toBe(9);
  expect(evidence.slices.map(({ status }) => status)).not.toContain('down');
  expect(evidence).toMatchObject({
    metric: 'roc-auc',
    learner: 'logistic-regression',
    backend: 'wasm',
    holdoutRows: 1500,
    realRows: 150,
    syntheticRows: 1000,
    seeds: 3,
  });
  const score = (arm: string) => evidence.arms.find((s) => s.arm === arm && s.metric === 'roc-auc')?.value ?? 0;
  expect(score('augmented') - score('real-only')).toBeCloseTo(evidence.lift.value, 12);
  expect(evidence.arms.length).toBe(16);
  expect(evidence.measurements.find((m) => m.metric === 'lift-roc-auc')?.low).toBe(evidence.lift.low);
  expect(evidence.charts.map(({ name }) => name)).toEqual(['lift-arms', 'lift-slices']);
});

test('training rows drawn again are worth about nothing', async () => {
  const values: number[] = [];
  for (const seed of [1, 2, 3]) {
    const again = (_: number, random: { int(a: number, b: number): number }) =>
      takeRows(
        real,
        Int32Array.from({ length: 150 }, () => random.int(0, 150)),
      );
    values.push((await lift({ synthetic: again, slices: [] }, seed)).lift.value);
  }
  expect(Math.abs(values.reduce((a, b) => a + b, 0) / 3)).toBeLessThan(0.02);
});

test('synthetic targets that ignore the features do harm', async () => {
  const noise = withShuffledTarget(draw(800, createRandom('noise')), createRandom('shuffle'));
  const evidence = await lift({ synthetic: noise });
  expect(evidence.lift.high).toBeLessThan(0);
  expect(evidence.guards[0].down).toBe(true);
  expect(evidence.slices.map(({ status }) => status)).toContain('down');
});

test('labels flipped one way bring log loss down, whatever the ranking; correcting priors lessens it', async () => {
  const random = createRandom('flip');
  const flipped = draw(600, createRandom('flipped'), { label: (truth) => truth || random.next() < 0.5 });
  const trained = await lift({ synthetic: flipped, slices: [] });
  expect(trained.guards[0]).toMatchObject({ metric: 'log-loss', down: true });
  const corrected = await lift({ synthetic: flipped, slices: [], priors: 'real' });
  expect(corrected.guards[0].value).toBeGreaterThan(trained.guards[0].value + 0.03);
  expect(corrected.lift.value).toBe(trained.lift.value);
});

test('no synthetic rows: every arm but the weighted one is the control itself', async () => {
  const evidence = await lift({ synthetic: takeRows(real, []), slices: [] });
  expect(evidence.lift.value).toBe(0);
  expect(evidence.againstPlacebo.value).toBe(0);
});

test('a holdout of 40 rows decides nothing', async () => {
  let decided = 0;
  for (let i = 0; i < 6; i++) {
    const few = draw(40, createRandom(`few:${i}`));
    const { lift: found } = await lift({ holdout: few, synthetic: draw(300, createRandom(`s:${i}`)), seeds: 2 }, i);
    expect(Number.isFinite(found.low + found.high)).toBe(true);
    if (found.low > 0.01 || found.high < 0.01) decided++;
  }
  expect(decided).toBe(0);
});

test('same seed, same evidence; another seed, another interval', async () => {
  const input = { synthetic: draw(200, createRandom('s')), seeds: 2 };
  const first = await lift(input, 4);
  expect(await lift(input, 4)).toEqual(first);
  expect((await lift(input, 5)).lift.low).not.toBe(first.lift.low);
});

test('slices need 50 rows and ten of two classes, and given ones keep their rows when others are dropped', async () => {
  const c = Array.from({ length: 300 }, (_, i) => (i < 200 ? 'big' : i < 240 ? 'small' : 'pure'));
  const y = Array.from({ length: 300 }, (_, i) => (i >= 240 ? 'no' : i % 5 === 0 ? null : i % 2 ? 'yes' : 'no'));
  const table = tableOf({ x: Array.from({ length: 300 }, (_, i) => (i * 37) % 101), c, y });
  const [slice, ...others] = slicesOf(table, 'y');
  expect([slice.name, slice.rows.length, others.length]).toEqual(['c = big', 160, 0]);
  const input = { real: table, synthetic: table, holdout: table, target: 'y', resamples: 100, seeds: 1 };
  const given = await measureLift({ ...input, slices: [slice] }, createContext());
  const found = await measureLift(input, createContext());
  expect(given.slices).toEqual(found.slices);
  expect(given.holdoutRows).toBe(252);
});

test('priors are brought back by the ratio of shares', () => {
  const corrected = correctPriors(Float64Array.of(0.5, 0.5, 0.2, 0.8), [1, 1], [9, 1]);
  expect([...corrected].map((p) => Number(p.toFixed(12)))).toEqual([
    0.9,
    0.1,
    Number((1.8 / 2.6).toFixed(12)),
    Number((0.8 / 2.6).toFixed(12)),
  ]);
});

const codeOf = (input: Partial<LiftInput>) =>
  lift(input).then(
    () => 'no error',
    (error: { code?: string }) => error.code ?? String(error),
  );
const only = (table: Table, level: number, keep: number) => {
  const { codes } = columnOf(table, 'target') as { codes: Int32Array };
  let left = keep;
  return takeRows(
    table,
    [...codes.keys()].filter((i) => codes[i] !== level || left-- > 0),
  );
};

test('bad input is refused with a code', async () => {
  expect(await codeOf({ target: 'targte' })).toBe('evaluator-utility/target-missing');
  expect(await codeOf({ target: 'x1' })).toBe('evaluator-utility/target-not-classes');
  expect(await codeOf({ real: only(real, 1, 0) })).toBe('evaluator-utility/one-class');
  expect(await codeOf({ holdout: only(holdout, 1, 0) })).toBe('evaluator-utility/one-class');
  expect(await codeOf({ holdout: only(holdout, 1, 1) })).toBe('evaluator-utility/rare-class');
  expect(await codeOf({ holdout: dropColumns(holdout, ['x2']) })).toBe('evaluator-utility/column-missing');
  expect(await codeOf({ metric: 'auc' as never })).toBe('evaluator-utility/unknown-metric');
  expect(await codeOf({ seeds: 0 })).toBe('evaluator-utility/bad-count');
  const renamed = draw(30, createRandom('renamed'), { label: (truth) => truth });
  const { codes } = columnOf(renamed, 'target') as { codes: Int32Array };
  const other = { storage: 'coded', codes, levels: ['0', '1'] } as const;
  const synthetic = createTable(renamed.spec.columns, [...renamed.columns.slice(0, -1), other]);
  expect(await codeOf({ synthetic })).toBe('evaluator-utility/unknown-classes');
  const text = tableOf({
    x1: Array.from({ length: 9 }, () => 'a'),
    x2: [1, 2, 3, 4, 5, 6, 7, 8, 9],
    group: Array.from({ length: 9 }, () => 'g1'),
    kind: Array.from({ length: 9 }, () => 'k1'),
    target: [...'ynynynyny'],
  });
  expect(await codeOf({ synthetic: text })).toBe('evaluator-utility/column-mismatch');
});

test('an abort stops it', async () => {
  const stop = new AbortController();
  const ctx = createContext({
    signal: stop.signal,
    progress: ({ done }) => done >= 2 && stop.abort(new Error('enough')),
  });
  await expect(measureLift({ real, synthetic: real, holdout, target: 'target' }, ctx)).rejects.toThrow('enough');
});
