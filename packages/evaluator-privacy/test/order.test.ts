import {
  type Comparison,
  createContext,
  createRandom,
  shuffle,
  type Table,
  takeColumns,
  takeRows,
  withRoles,
} from '@verisim/core';
import { describe, expect, it } from 'vitest';
import { type Attack, runAttacks } from '../src/index.ts';
import { readGolden } from './read-golden.ts';
import { levels, table } from './tables.ts';

const attack = (data: Comparison) => runAttacks(data, { predicates: 300, alpha: 0.05 }, createContext({ seed: 3 }));
const bySubject = (made: readonly Attack[]) => new Map(made.map((one) => [`${one.attack} ${one.column}`, one]));

function permutedRows(rows: Table): Table {
  const order = Int32Array.from({ length: rows.rows }, (_, i) => i);
  return takeRows(rows, shuffle(order, createRandom(rows.rows)));
}

const reversedColumns = (rows: Table) => takeColumns(rows, rows.spec.columns.map(({ name }) => name).reverse());

/** Few categories, so that most rows have many nearest ones, and a secret that nothing tells. */
function tiedTable(rows: number, seed: number): Table {
  const random = createRandom(seed);
  const draw = (values: readonly string[]) =>
    levels(...Array.from({ length: rows }, () => values[Math.floor(values.length * random.next() ** 1.3)]));
  return table({
    zone: ['category', draw(['n', 's', 'w'])],
    answer: ['category', draw(['yes', 'no', 'maybe'])],
    band: ['category', draw(['low', 'high'])],
  });
}

describe.each([
  ['leaky.csv', readGolden('real.csv'), readGolden('leaky.csv'), readGolden('holdout.csv'), ['city', 'income']],
  ['a table of ties', tiedTable(600, 1), tiedTable(500, 2), tiedTable(400, 3), ['answer']],
] as const)('attacks on %s', (_, real, synthetic, holdout, secrets) => {
  const marked = withRoles(real, Object.fromEntries(secrets.map((name) => [name, 'sensitive'])));

  it('are the same for the same seed in whatever order rows stand', async () => {
    const rows = { real: permutedRows(marked), synthetic: permutedRows(synthetic), holdout: permutedRows(holdout) };
    expect(bySubject(await attack(rows))).toEqual(bySubject(await attack({ real: marked, synthetic, holdout })));
  });

  it('are the same for the same seed in whatever order columns stand', async () => {
    const columns = {
      real: reversedColumns(marked),
      synthetic: reversedColumns(synthetic),
      holdout: reversedColumns(holdout),
    };
    expect(bySubject(await attack(columns))).toEqual(bySubject(await attack({ real: marked, synthetic, holdout })));
  });
});

describe('attribute inference among rows that are as near', () => {
  it('asks several: a secret that nothing tells is not found less often than by guessing, nor more than its mode', async () => {
    const real = withRoles(tiedTable(3000, 4), { answer: 'sensitive' });
    const made = await attack({ real, synthetic: tiedTable(3000, 5), holdout: tiedTable(3000, 6) });
    const found = bySubject(made).get('attribute-inference answer');
    expect(Number(found?.rate)).toBeGreaterThan(Number(found?.guess) - 0.03);
    // The mode has a chance of (1/3)^(1/1.3) = .43.
    expect(Number(found?.rate)).toBeLessThan(0.46);
    expect(Math.abs(Number(found?.rate) - Number(found?.control))).toBeLessThan(0.03);
  });
});
