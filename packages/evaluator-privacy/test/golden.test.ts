import { createContext, type Evaluation, measure } from '@verisim/core';
import { describe, expect, it } from 'vitest';
import { distanceToClosestRecord, privacy } from '../src/index.ts';
import { fixture, readGolden } from './read-golden.ts';

/** Values by set and by path. */
const golden = JSON.parse(fixture('sdmetrics-privacy.json')) as Record<string, object>;
const real = readGolden('real.csv');
const holdout = readGolden('holdout.csv');
const audit = (set: string): Promise<Evaluation> =>
  measure({ real, synthetic: readGolden(`${set}.csv`), holdout }, [{ evaluator: privacy }], createContext());
const figureOf = ({ measurements }: Evaluation, metric: string, column?: string) =>
  measurements.find((one) => one.metric === metric && one.where.column === column)?.value;
const alarms = ({ findings }: Evaluation) => findings.filter(({ level }) => level !== 'info').map(({ rule }) => rule);

/** Shares of rows nearer to the training table: each table on its own ranges, ties to the holdout. */
function closerToTraining(set: string): number {
  const synthetic = readGolden(`${set}.csv`);
  const [toTrain, toHoldout] = [real, holdout].map((table) => distanceToClosestRecord(synthetic, table).dcr);
  return toTrain.filter((distance, i) => distance < toHoldout[i]).length / synthetic.rows;
}

/** What computes the value at a path of the golden file; SDMetrics 0.16 and 0.20. */
const computed: Readonly<Record<string, (set: string) => Promise<number> | number>> = {
  exact_rows_also_in_real: async (set) => 1000 * Number(figureOf(await audit(set), 'copies-exact')),
  'new_row_synthesis_numerical_tolerance_0.01': async (set) => Number(figureOf(await audit(set), 'new-row-synthesis')),
  'DCROverfittingProtection/score': (set) => Math.min(1, 2 * (1 - closerToTraining(set))),
  'DCROverfittingProtection/synthetic_data_percentages/closer_to_training': closerToTraining,
  'DCROverfittingProtection/synthetic_data_percentages/closer_to_holdout': (set) => 1 - closerToTraining(set),
};

function leavesOf(value: unknown, path: readonly string[] = []): (readonly [string, unknown])[] {
  if (typeof value !== 'object' || value === null) return [[path.join('/'), value]];
  return Object.entries(value).flatMap(([key, inner]) => leavesOf(inner, [...path, key]));
}

describe.each(['good', 'bad', 'leaky'])('%s.csv', (set) => {
  const leaves = leavesOf(golden[set]).filter(([path]) => !path.endsWith('sdmetrics_version'));

  it.each(leaves)('has SDMetrics %s', async (path, wanted) => {
    expect(Object.keys(computed)).toContain(path);
    expect(Math.abs((await computed[path](set)) - Number(wanted))).toBeLessThan(1e-9);
  });

  it('has five values', () => expect(leaves).toHaveLength(5));
});

describe('200 copies among 1,000 rows', () => {
  it('are seen by eight figures', async () => {
    const leaky = await audit('leaky');
    expect(alarms(leaky).sort()).toEqual([
      'copies-exact',
      'copies-near',
      'dcr-share',
      'exposed-records',
      'exposed-subgroup',
      'exposure-auc',
      'once-only-values',
      'once-only-values',
    ]);
    expect(figureOf(leaky, 'once-only-values', 'income')).toBe(0.2);
    expect(figureOf(leaky, 'exposed-records')).toBeGreaterThan(0.15);
    expect(figureOf(leaky, 'nndr-5th-percentile')).toBe(0);
  });

  it('are seen without a holdout by the figures that need none', async () => {
    const evaluation = await measure(
      { real, synthetic: readGolden('leaky.csv') },
      [{ evaluator: privacy }],
      createContext(),
    );
    expect(alarms(evaluation)).toEqual(
      expect.arrayContaining(['copies-exact', 'copies-near', 'once-only-values', 'no-holdout']),
    );
    expect(figureOf(evaluation, 'dcr-share')).toBeNull();
  });

  it('are copies of the holdout when they are taken from there', async () => {
    const synthetic = readGolden('leaky.csv');
    const evaluation = await measure(
      { real: holdout, synthetic, holdout: real },
      [{ evaluator: privacy }],
      createContext(),
    );
    expect(alarms(evaluation)).toContain('copies-of-holdout');
    expect(figureOf(evaluation, 'copies-of-holdout')).toBe(0.2);
    expect(figureOf(evaluation, 'dcr-share')).toBeLessThan(0.45);
  });
});

describe.each(['good', 'bad'])('%s.csv, rows of the same process', (set) => {
  it('raises no alarm', async () => {
    expect(alarms(await audit(set))).toEqual([]);
  });
});
