import { createContext, createRandom, type Evaluation, measure, shuffle, type Table, takeRows } from '@verisim/core';
import { describe, expect, it } from 'vitest';
import { fidelity } from '../src/index.ts';
import { readGolden } from './read-golden.ts';
import { levels, numbers, table } from './tables.ts';

const real = readGolden('real.csv');
const run = (a: Table, b: Table, options: unknown = {}): Promise<Evaluation> =>
  measure({ real: a, synthetic: b }, [{ evaluator: fidelity, options }], createContext({ seed: 1 }));
const value = ({ measurements }: Evaluation, metric: string) =>
  measurements.find((measurement) => measurement.metric === metric && Object.keys(measurement.where).length === 0);
const rules = (evaluation: Evaluation) => evaluation.findings.map(({ rule, level }) => `${rule} ${level}`);
const repeat = <T>(n: number, cells: readonly T[]): T[] => Array.from({ length: n }, (_, i) => cells[i % cells.length]);

describe('measurements', () => {
  it('bear the names that outside checks rely on, each with where, range and direction', async () => {
    const { measurements } = await run(real, readGolden('good.csv'), { charts: false });
    const counts = new Map<string, number>();
    for (const { metric } of measurements) counts.set(metric, (counts.get(metric) ?? 0) + 1);
    expect(Object.fromEntries(counts)).toEqual({
      'column-shapes': 1,
      'pair-trends': 1,
      'pair-trends-shared-bins': 1,
      quality: 1,
      'exact-copies': 1,
      'column-shape': 8,
      'missing-value-similarity': 8,
      'range-coverage': 4,
      'boundary-adherence': 4,
      'category-coverage': 4,
      'category-adherence': 4,
      'pair-trend': 28,
      'pair-trend-shared-bins': 28,
      diagnostic: 1,
      'missing-pattern-similarity': 1,
      'tail-coverage': 5,
      'jensen-shannon-distance': 8,
      'wasserstein-distance': 4,
      'mean-similarity': 4,
      'standard-deviation-similarity': 4,
      'spearman-similarity': 6,
      'kendall-similarity': 6,
      'ks-p-value': 4,
      'skewness-difference': 4,
      'cramers-v-similarity': 6,
      'correlation-ratio-similarity': 16,
      'mutual-information-similarity': 28,
      'rare-pair-coverage': 1,
      'rare-triple-coverage': 1,
      'alpha-precision': 1,
      'beta-recall': 1,
      'distinct-rows': 1,
      'near-duplicates': 1,
      'near-duplicate-clusters': 1,
      'detector-auc': 1,
      'column-detector-auc': 8,
    });
    expect(measurements.find(({ metric }) => metric === 'pair-trend')?.where).toEqual({ columns: ['age', 'income'] });
    const unbounded = ['wasserstein-distance', 'near-duplicate-clusters', 'skewness-difference'];
    const bounded = measurements.filter(({ metric }) => !unbounded.includes(metric));
    expect(bounded.filter(({ range, value }) => !range || value === null || value < 0 || value > 1)).toEqual([]);
    const lower = measurements.filter(({ better }) => better === 'lower').map(({ metric }) => metric);
    expect(new Set(lower)).toEqual(
      new Set([
        'exact-copies',
        'jensen-shannon-distance',
        'wasserstein-distance',
        'skewness-difference',
        'near-duplicates',
        'near-duplicate-clusters',
        'detector-auc',
        'column-detector-auc',
      ]),
    );
  });

  it('have references that tell fresh real rows from independent columns', async () => {
    const evaluation = await run(real, readGolden('good.csv'));
    const reference = value(evaluation, 'pair-trends-shared-bins')?.reference ?? {};
    expect(reference['two halves of the real data']).toBeGreaterThan(reference['columns drawn independently'] + 0.02);
    const shapes = value(evaluation, 'column-shapes')?.reference ?? {};
    expect(shapes['columns drawn independently']).toBe(shapes['two halves of the real data']);
  });

  it('do not change with references, charts or seed', async () => {
    const good = readGolden('good.csv');
    const bare = await run(real, good, { charts: false, references: false });
    const full = await run(real, good);
    expect(bare.charts).toEqual([]);
    expect(value(bare, 'quality')?.reference).toBeUndefined();
    const plain = ({ measurements }: Evaluation) =>
      measurements.map(({ metric, where, value }) => [metric, where, value]);
    expect(plain(bare)).toEqual(plain(full));
    expect(await run(real, good)).toEqual(full);
  });

  it('cut into as many bins as asked for', async () => {
    const good = readGolden('good.csv');
    const coarse = value(await run(real, good, { bins: 2, references: false }), 'pair-trends')?.value;
    const fine = value(await run(real, good, { bins: 50, references: false }), 'pair-trends')?.value;
    expect(coarse).toBeGreaterThan(Number(fine) + 0.05);
    await expect(run(real, good, { bins: 1 })).rejects.toMatchObject({ code: 'core/bad-options' });
    await expect(run(real, good, { bin: 10 })).rejects.toMatchObject({ code: 'core/bad-options' });
  });

  it('stop when they are told to', async () => {
    const context = createContext({ signal: AbortSignal.abort(new Error('stopped')) });
    await expect(
      fidelity.measure(
        { real, synthetic: real },
        { charts: false, references: false, bins: 10, detector: true, detail: true },
        context,
      ),
    ).rejects.toThrow('stopped');
  });
});

describe('findings', () => {
  it('see destroyed dependence in bad.csv and none in good.csv', async () => {
    expect(rules(await run(real, readGolden('bad.csv')))).toEqual([
      'looks-right-trains-poorly error',
      'told-apart warning',
      'weak-column-shape warning',
      'weak-pair-trend warning',
    ]);
    expect(rules(await run(real, readGolden('good.csv')))).toEqual([]);
  });

  it('see columns shuffled one by one', async () => {
    const random = createRandom(3);
    const columns = real.columns.map((_, i) => {
      const order = shuffle(
        Int32Array.from({ length: real.rows }, (_, row) => row),
        random,
      );
      return takeRows(real, order).columns[i];
    });
    const found = await run(real, { ...real, columns });
    expect(found.findings.slice(0, 1).map(({ rule }) => rule)).toEqual(['looks-right-trains-poorly']);
  });

  it('name columns that are missing, extra, of another kind, constant, or hold text', async () => {
    const text = { storage: 'text', values: repeat(40, ['p', 'q']) } as const;
    const number = numbers(...repeat(40, [1, 2, 3, 4]));
    const a = table({
      gone: ['number', number],
      other: ['number', number],
      flat: ['number', numbers(...repeat(40, [7]))],
      empty: ['number', number],
      note: ['text', text],
      g: ['category', levels(...repeat(40, ['x', 'y']))],
    });
    const b = table({
      other: ['category', levels(...repeat(40, ['1', '2']))],
      flat: ['number', numbers(...repeat(40, [7]))],
      empty: ['number', numbers(...repeat(40, [null]))],
      g: ['category', levels(...repeat(40, ['x', 'z']))],
      more: ['number', number],
    });
    const found = await run(a, b);
    expect(rules(found)).toEqual(
      expect.arrayContaining([
        'column-lacking error',
        'kind-differs error',
        'column-extra info',
        'not-compared info',
        'constant-column info',
        'all-missing error',
        'unseen-level warning',
        'lost-level warning',
        'undefined-pair-trend info',
      ]),
    );
    expect(found.measurements.every((measurement) => !Number.isNaN(measurement.value))).toBe(true);
    const flat = found.measurements.filter(
      ({ metric, where }) => metric === 'pair-trend' && where.columns?.includes('flat'),
    );
    expect(flat.map((measurement) => measurement.value)).toContain(null);
  });
});

describe('charts', () => {
  it('are sentences with data inside, small, and free of undefined', async () => {
    const { charts } = await run(real, readGolden('bad.csv'));
    expect(charts.map(({ name }) => name)).toEqual([
      'detector-roc',
      'detector-scores',
      'column-shapes',
      'pair-trends',
      'correlations',
      ...['age', 'income', 'city', 'score', 'group', 'target', 'joined', 'member'].map((name) => `column: ${name}`),
    ]);
    for (const { title, spec } of charts) {
      const text = JSON.stringify(spec);
      expect(title).toMatch(/\.$/);
      expect(text.length).toBeLessThan(20_000);
      expect(JSON.parse(text)).toEqual(spec);
      expect(text).not.toContain('null,"x');
    }
  });

  it('draw shares that sum to 1 for both tables', async () => {
    const { charts } = await run(real, readGolden('bad.csv'));
    for (const { name, spec } of charts.filter((chart) => chart.name.startsWith('column: '))) {
      const { data } = spec as unknown as { data: { values: { table: string; share: number }[] } };
      for (const side of ['real', 'synthetic']) {
        const sum = data.values.filter(({ table }) => table === side).reduce((total, { share }) => total + share, 0);
        expect(Math.abs(sum - 1), `${name} ${side}`).toBeLessThan(0.003);
      }
    }
  });

  it('do not disclose rare levels or extremes', async () => {
    const cells = [...repeat(400, ['common', 'usual']), 'secret', 'secret', 'secret', 'secret'];
    const values = [...repeat(403, [10, 20, 30, 41]), 98_765.4321];
    const a = table({ g: ['category', levels(...cells)], x: ['number', numbers(...values)] });
    const { charts, findings } = await run(
      a,
      takeRows(
        a,
        Int32Array.from({ length: 300 }, (_, i) => i),
      ),
    );
    const text = JSON.stringify([charts, findings]);
    expect(text).toContain('(rare)');
    expect(text).toContain('usual');
    expect(text).not.toContain('secret');
    expect(text).not.toContain('98765');
  });
});
