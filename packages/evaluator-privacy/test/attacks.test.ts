import { type Comparison, createContext, withRoles } from '@verisim/core';
import { describe, expect, it } from 'vitest';
import { type Attack, runAttacks } from '../src/index.ts';
import { readGolden } from './read-golden.ts';
import { numbers, table } from './tables.ts';

const real = withRoles(readGolden('real.csv'), { city: 'sensitive', income: 'sensitive' });
const holdout = readGolden('holdout.csv');
const options = { predicates: 1000, alpha: 0.05 };
const attack = (data: Comparison, seed = 1) => runAttacks(data, options, createContext({ seed }));
const named = (attacks: readonly Attack[], name: string, column: string | null = null) =>
  attacks.find((one) => one.attack === name && one.column === column);

describe('attacks', () => {
  it('see 200 copies among 1,000 rows by linking, guessing secrets and singling out', async () => {
    const made = await attack({ real, synthetic: readGolden('leaky.csv'), holdout });
    const leaks = made.filter(({ decision }) => decision === 'leak').map(({ attack, column }) => [attack, column]);
    expect(leaks).toEqual(
      expect.arrayContaining([
        ['singling-out-univariate', null],
        ['linkability', null],
        ['attribute-inference', 'city'],
        ['attribute-inference', 'income'],
      ]),
    );
    // 200 of the 1,200 training rows stand in the table whole: both halves have that row as their nearest.
    expect(named(made, 'linkability')?.rate).toBeCloseTo(200 / 1200, 2);
  });

  it.each(['good', 'bad'])('call no rows of %s.csv a leak, and those that fail unknown', async (set) => {
    const made = await attack({ real, synthetic: readGolden(`${set}.csv`), holdout });
    expect(made.filter(({ decision }) => decision === 'leak')).toEqual([]);
    for (const { low, guess, decision } of made) if (low <= guess) expect(decision).toBe('unknown');
    expect(named(made, 'linkability')?.decision).toBe('unknown');
  });

  it('guess a secret as often as its shares say: the sum of squares for two values', async () => {
    const made = await attack({ real, synthetic: real, holdout });
    const values = real.columns[real.spec.columns.findIndex(({ name }) => name === 'city')];
    if (values.storage !== 'coded') throw new Error('city is coded');
    const counts = new Float64Array(values.levels.length);
    for (const code of values.codes) counts[code]++;
    const squares = counts.reduce((sum, count) => sum + (count / real.rows) ** 2, 0);
    expect(named(made, 'attribute-inference', 'city')?.guess).toBeCloseTo(squares, 12);
    expect(named(made, 'attribute-inference', 'city')?.rate).toBe(1);
  });

  it('are the same for the same seed', async () => {
    const data = { real, synthetic: readGolden('good.csv'), holdout };
    expect(await attack(data)).toEqual(await attack(data));
  });

  it('are not made without a control set', async () => {
    expect(await attack({ real, synthetic: readGolden('leaky.csv') })).toEqual([]);
  });

  it('work with columns of any name', async () => {
    const column = (cell: (i: number) => number) =>
      ['number', numbers(...Array.from({ length: 60 }, (_, i) => cell(i)))] as const;
    const odd = (seed: number) =>
      table({
        ['__proto__']: column((i) => (i * seed) % 59),
        'a.b c': column((i) => (i * i * seed) % 31),
        constructor: column((i) => (i * seed) % 7),
      });
    const made = await attack({ real: odd(3), synthetic: odd(5), holdout: odd(11), target: 'constructor' });
    expect(named(made, 'attribute-inference', 'constructor')).toBeDefined();
  });
});
