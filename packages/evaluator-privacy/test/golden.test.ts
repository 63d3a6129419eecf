import { createContext, type Evaluation, measure } from '@verisim/core';
import { describe, expect, it } from 'vitest';
import { distanceToClosestRecord, privacy } from '../src/index.ts';
import { fixture, readGolden } from './read-golden.ts';

interface Golden {
  readonly exact_rows_also_in_real: number;
  readonly DCROverfittingProtection: {
    readonly score: number;
    readonly synthetic_data_percentages: { readonly closer_to_training: number };
  };
}

const golden = JSON.parse(fixture('sdmetrics-privacy.json')) as Record<string, Golden>;
const real = readGolden('real.csv');
const holdout = readGolden('holdout.csv');
const audit = (set: string): Promise<Evaluation> =>
  measure({ real, synthetic: readGolden(`${set}.csv`), holdout }, [{ evaluator: privacy }], createContext());
const figureOf = ({ measurements }: Evaluation, metric: string, column?: string) =>
  measurements.find((one) => one.metric === metric && one.where.column === column)?.value;
const alarms = ({ findings }: Evaluation) => findings.filter(({ level }) => level !== 'info').map(({ rule }) => rule);

describe.each(['good', 'bad', 'leaky'])('%s.csv', (set) => {
  it('has the DCR overfitting protection of SDMetrics 0.20, each table on its own ranges, ties to the holdout', () => {
    const synthetic = readGolden(`${set}.csv`);
    const [toTrain, toHoldout] = [real, holdout].map((table) => distanceToClosestRecord(synthetic, table).dcr);
    const closer = toTrain.filter((distance, i) => distance < toHoldout[i]).length / synthetic.rows;
    const wanted = golden[set].DCROverfittingProtection;
    expect(Math.abs(closer - wanted.synthetic_data_percentages.closer_to_training)).toBeLessThan(1e-9);
    expect(Math.abs(Math.min(1, 2 * (1 - closer)) - wanted.score)).toBeLessThan(1e-9);
  });

  it('has as many exact copies as pandas finds', async () => {
    expect(figureOf(await audit(set), 'copies-exact')).toBe(golden[set].exact_rows_also_in_real / 1000);
  });
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
