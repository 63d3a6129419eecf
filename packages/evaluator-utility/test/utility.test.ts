import { fileURLToPath } from 'node:url';
import {
  type Comparison,
  createContext,
  dropColumns,
  type Measurement,
  measure,
  type Table,
  type TableSpec,
} from '@verisim/core';
import { readTable } from '@verisim/io';
import { expect, test } from 'vitest';
import { utility } from '../src/index.ts';
import { tableOf } from './tables.ts';

const read = async (name: string, like?: TableSpec) =>
  (await readTable(fileURLToPath(new URL(`fixtures/${name}.csv`, import.meta.url)), { like })).table;
const real = await read('real');
const [holdout, goodRows, badRows] = await Promise.all(['holdout', 'good', 'bad'].map((name) => read(name, real.spec)));
const target = 'target';
const run = (data: Comparison, seed = 1) => measure(data, [{ evaluator: utility }], createContext({ seed }));
const find = (measurements: readonly Measurement[], metric: string, slice?: string) => {
  const found = measurements.find((m) => m.metric === metric && m.where.slice === slice);
  if (!found) throw new Error(`no ${metric} ${slice ?? ''}`);
  return found as Measurement & { value: number; low: number; high: number };
};

test('good synthetic rows teach as much as real ones, rows without dependence nothing', async () => {
  const good = await run({ real, synthetic: goodRows, holdout, target });
  const bad = await run({ real, synthetic: badRows, holdout, target });
  for (const metric of ['roc-auc', 'average-precision', 'macro-f1', 'log-loss']) {
    for (const source of ['tstr', 'real']) {
      const { value, low, high, model } = find(good.measurements, `${source}-${metric}`);
      expect(low).toBeLessThan(value);
      expect(high).toBeGreaterThan(value);
      expect(model).toBe('logistic-regression');
    }
  }
  const area = (e: typeof good, name: string) => find(e.measurements, name).value;
  expect(area(good, 'tstr-roc-auc')).toBeGreaterThan(area(good, 'real-roc-auc') - 0.05);
  expect(find(bad.measurements, 'tstr-roc-auc').high).toBeLessThan(find(good.measurements, 'tstr-roc-auc').low);
  expect(find(bad.measurements, 'tstr-roc-auc').low).toBeLessThan(0.6);
  expect(area(bad, 'tstr-log-loss')).toBeGreaterThan(area(good, 'tstr-log-loss'));
  expect(find(good.measurements, 'tstr-log-loss').better).toBe('lower');
  expect(find(good.measurements, 'tstr-roc-auc', 'group = A').value).toBeGreaterThan(0.5);
  expect(good.findings).toEqual([]);
});

test('same seed, same evaluation; its chart holds its data', async () => {
  const data = { real, synthetic: goodRows, holdout, target };
  const first = await run(data, 7);
  expect(await run(data, 7)).toEqual(first);
  const [{ spec }] = first.charts;
  const { $schema, data: inline } = spec as unknown as { $schema: string; data: { values: { value: number }[] } };
  expect($schema).toBe('https://vega.github.io/schema/vega-lite/v6.json');
  expect(inline.values[0].value).toBe(find(first.measurements, 'tstr-roc-auc').value);
});

test('without a holdout or a target there is a finding and no number', async () => {
  for (const [data, rule] of [
    [{ real, synthetic: real, target }, 'no-holdout'],
    [{ real, synthetic: real, holdout }, 'no-target'],
  ] as const) {
    const { measurements, findings } = await run(data);
    expect(measurements).toEqual([]);
    expect(findings.map(({ rule, level }) => [rule, level])).toEqual([[rule, 'info']]);
  }
});

const three = (labels: (i: number) => string, rows = 150): Table =>
  tableOf({
    x: Array.from({ length: rows }, (_, i) => (i % 3) + ((i * 7) % 10) / 8),
    y: Array.from({ length: rows }, (_, i) => labels(i)),
  });
const abc = (i: number) => 'abc'[i % 3];

test('a class that no synthetic row has is named, and one class alone is an error finding', async () => {
  const data = { real: three(abc), holdout: three(abc), target: 'y' };
  const lacking = await run({ ...data, synthetic: three((i) => 'ab'[i % 2]) });
  expect(lacking.findings.map(({ rule }) => rule)).toEqual(['synthetic-class-missing']);
  expect(find(lacking.measurements, 'tstr-log-loss').value).toBeGreaterThan(10);
  expect(find(lacking.measurements, 'real-roc-auc').value).toBeGreaterThan(0.8);
  const single = await run({ ...data, synthetic: three(() => 'a') });
  expect(single.findings.map(({ rule, level }) => [rule, level])).toEqual([['synthetic-one-class', 'error']]);
  expect(single.measurements).toEqual([]);
});

test('a synthetic table without a column of the real one is refused by name', async () => {
  await expect(run({ real, synthetic: dropColumns(real, ['age']), holdout, target })).rejects.toMatchObject({
    code: 'evaluator-utility/column-missing',
    message: expect.stringContaining('"age"'),
  });
});
