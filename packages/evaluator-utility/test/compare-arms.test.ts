import { createContext, createTable, sliceRows, type Table } from '@verisim/core';
import { compareArms } from '@verisim/evaluator-utility';
import { expect, test } from 'vitest';

/** `y` is "yes" where `x` is odd: a learner that counts yes rows tells arms apart exactly. */
function rows(count: number, yes: number): Table {
  const x = Float64Array.from({ length: count }, (_, i) => i);
  const codes = Int32Array.from({ length: count }, (_, i) => Number(i < yes));
  return createTable(
    [
      { name: 'x', kind: 'number', nullable: false, role: 'feature' },
      { name: 'y', kind: 'category', nullable: false, role: 'target' },
    ],
    [
      { storage: 'numeric', values: x },
      { storage: 'coded', codes, levels: ['no', 'yes'] },
    ],
  );
}

/** Gives every row the class shares of what it was trained on. */
const shares = {
  name: 'shares',
  version: '1',
  async fit(train: Table) {
    const { codes } = train.columns[1] as { codes: Int32Array };
    const yes = codes.reduce((sum, code) => sum + code, 0) / codes.length;
    return {
      classes: ['no', 'yes'],
      predict: (table: Table) => Float64Array.from({ length: 2 * table.rows }, (_, i) => (i % 2 ? yes : 1 - yes)),
      dispose() {},
    };
  },
};

test('scores and differences of arms have their closed form; corrected priors take a shift away', async () => {
  const [real, shifted] = [rows(100, 30), rows(100, 90)];
  const arms = [sliceRows(shifted, 0, 0), shifted];
  const base = { real, target: 'y', learner: shares, arms, contrasts: [[1, 0]] as const, validation: real };
  const request = { ...base, metrics: ['log-loss'] as const, resamples: 200 };
  const found = await compareArms(request, createContext());
  const loss = (yes: number) => -(0.3 * Math.log(yes) + 0.7 * Math.log(1 - yes));
  expect(found.rows).toBe(100);
  expect(found.scores[0][0]).toBeCloseTo(loss(0.3), 12);
  expect(found.scores[1][0]).toBeCloseTo(loss(0.6), 12);
  expect(found.differences[0][0].value).toBeCloseTo(loss(0.3) - loss(0.6), 12);
  expect(found.differences[0][0].pWorse).toBeLessThan(0.05);
  const corrected = await compareArms({ ...request, priors: 'real' }, createContext());
  expect(corrected.scores[1][0]).toBeCloseTo(loss(0.3), 12);
});
