import {
  concatTables,
  createContext,
  createRandom,
  type Evaluation,
  measure,
  shuffle,
  type Table,
  takeRows,
} from '@verisim/core';
import { describe, expect, it } from 'vitest';
import { areaOf, fidelity, interaction, rocPlacements } from '../src/index.ts';
import { readGolden } from './read-golden.ts';

const real = readGolden('real.csv');
/** Findings that rest on the detector. */
const JUDGED = ['told-apart', 'copies-on-both-sides', 'looks-right-trains-poorly'];
const lean = { charts: false, references: false, detail: false };
const run = (a: Table, b: Table, options: unknown = lean, seed = 1): Promise<Evaluation> =>
  measure({ real: a, synthetic: b }, [{ evaluator: fidelity, options }], createContext({ seed }));
const aucOf = ({ measurements }: Evaluation, metric = 'detector-auc') => {
  const { value, low, high } = measurements.find((one) => one.metric === metric) ?? {};
  return { value: Number(value), low: Number(low), high: Number(high) };
};

describe('detector', () => {
  it('tells bad.csv from real rows as XGBoost does (.69 to .71), and names the broken pairs and the column', async () => {
    const found = await run(real, readGolden('bad.csv'));
    expect(aucOf(found).value).toBeGreaterThan(0.65);
    expect(aucOf(found).value).toBeLessThan(0.73);
    const message = found.findings.find(({ rule }) => rule === 'told-apart')?.message;
    expect(message).toMatch(/"age" \(0\.\d+ by itself\)/);
    for (const pair of ['"age" with "income"', '"income" with "target"', '"group" with "target"'])
      expect(message).toContain(pair);
    const pairs = found.measurements.filter(({ metric }) => metric === 'pair-detector-auc');
    expect(pairs.flatMap(({ where }) => where.columns)).not.toContain('city');
  });

  it('cannot tell good.csv, and names no pair', async () => {
    const found = await run(real, readGolden('good.csv'));
    const { low, high } = aucOf(found);
    expect(low).toBeLessThan(0.5);
    expect(high).toBeGreaterThan(0.5);
    expect(found.measurements.some(({ metric }) => metric === 'pair-detector-auc')).toBe(false);
    expect(found.findings).toEqual([]);
  });

  it('is below chance on leaky.csv, says why, and is at chance without the copies', async () => {
    const found = await run(real, readGolden('leaky.csv'));
    expect(aucOf(found).high).toBeLessThan(0.5);
    const without = aucOf(found, 'detector-auc-without-copies');
    expect(without.low).toBeLessThan(0.5);
    expect(without.high).toBeGreaterThan(0.5);
    expect(found.findings[0].rule).toBe('copies-on-both-sides');
  });

  it('raises no false alarm on 20 random halves of one table', async () => {
    const all = concatTables([real, readGolden('holdout.csv')]);
    const alarms: string[] = [];
    for (let seed = 0; seed < 20; seed++) {
      const order = shuffle(
        Int32Array.from({ length: all.rows }, (_, row) => row),
        createRandom(seed),
      );
      const found = await run(takeRows(all, order.subarray(0, 900)), takeRows(all, order.subarray(900)), lean, seed);
      alarms.push(...found.findings.map(({ rule }) => rule).filter((rule) => JUDGED.includes(rule)));
    }
    // A finding has a chance of 1 %: three or more in twenty have one of 0.1 %.
    expect(alarms.length).toBeLessThanOrEqual(2);
  });

  it('says when there are too few rows', async () => {
    const few = takeRows(real, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect((await run(real, few)).findings.map(({ rule }) => rule)).toContain('no-detector');
  });
});

describe('first finding', () => {
  it('of bad.csv says that it looks right and will train poorly', async () => {
    const [first] = (await run(real, readGolden('bad.csv'), {})).findings;
    expect(first).toMatchObject({ rule: 'looks-right-trains-poorly', level: 'error' });
    expect(first.message).toMatch(/^Looks right, will train poorly: .*0\.933.*"age" with "income"/);
  });
});

describe('area under the ROC curve', () => {
  it('has the value and standard error of a case worked by hand', () => {
    const scores = Float64Array.of(0.1, 0.4, 0.35, 0.8);
    const labels = Uint8Array.of(0, 0, 1, 1);
    const placements = rocPlacements(scores, labels, new Uint8Array(4));
    expect([...placements]).toEqual([1, 0.5, 0.5, 1]);
    const { auc, error } = areaOf(placements, labels);
    expect(auc).toBe(0.75);
    // Both placement variances are 1/8, over two rows each: a variance of 1/8.
    expect(error).toBeCloseTo(1.5 * Math.sqrt(1 / 8), 12);
  });
});

describe('interaction', () => {
  it('is nothing where margins differ and odds ratios do not', () => {
    const joint = [40, 20, 30, 60];
    const raked = joint.map((count, cell) => count * (cell % 2 === 0 ? 2 : 1) * (cell < 2 ? 3 : 1));
    expect(interaction(Float64Array.from([...joint, ...raked]), 2, 2).strength).toBeCloseTo(0, 6);
  });

  it('sees equal margins with opposite dependence', () => {
    const found = interaction(Float64Array.of(80, 20, 20, 80, 20, 80, 80, 20), 2, 2);
    expect(found.score).toBeGreaterThan(6);
    expect(found.strength).toBeGreaterThan(0.5);
  });
});
