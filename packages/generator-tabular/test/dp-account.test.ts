import { createContext, fit, type Json } from '@verisim/core';
import { describe, expect, it } from 'vitest';
import { systemBits } from '../src/dp-marginals/random-bits.ts';
import { deltaFor, rhoFor } from '../src/dp-marginals/zero-concentrated.ts';
import { dpMarginals, dpMarginalsWith, exactNoise, type PrivacyAccount } from '../src/index.ts';
import { noNoise, tiny } from './dp-tables.ts';

describe('zero-concentrated differential privacy', () => {
  // By minimising the bound of Canonne, Kamath & Steinke over 200,000 orders in Python.
  it.each([
    [0.1, 1, 0.008933245771818385],
    [0.5, 3, 0.005143184063862152],
    [0.01, 1, 1.664113977387998e-13],
    [1, 8, 4.3453415166484747e-7],
    [2, 10, 4.872630732922516e-5],
  ])('rho %d and epsilon %d give delta %d', (rho, epsilon, delta) => {
    expect(deltaFor(rho, epsilon) / delta).toBeCloseTo(1, 7);
  });

  it.each([
    [1, 1e-6, 0.02435597035953837],
    [3, 1e-6, 0.18506984065340146],
    [10, 1e-6, 1.5392787638667282],
    [1, 1e-9, 0.014973057673588523],
  ])('epsilon %d and delta %d buy rho %d, never more', (epsilon, delta, rho) => {
    expect(rhoFor(epsilon, delta) / rho).toBeCloseTo(1, 8);
    expect(deltaFor(rhoFor(epsilon, delta), epsilon)).toBeLessThanOrEqual(delta);
  });

  it('is no smaller than what one Gaussian count really leaks', () => {
    for (const variance of [0.5, 2, 10, 50]) {
      const rho = 1 / (2 * variance);
      for (const epsilon of [0.1, 0.5, 1, 3])
        expect(exactDelta([variance], epsilon)).toBeLessThanOrEqual(deltaFor(rho, epsilon) + 1e-20);
    }
  });
});

describe('the budget', () => {
  const fitted = async (columns: readonly string[], target: boolean, epsilon: number) => {
    let account: PrivacyAccount | null = null;
    const note = (key: string, value: Json) => {
      if (key === 'differential-privacy') account = value as unknown as PrivacyAccount;
    };
    const asked: string[] = [];
    const real = exactNoise(systemBits());
    const generator = dpMarginalsWith({
      noise: {
        gaussian(variance, cells) {
          asked.push(`gaussian ${cells} ${1 / (2 * variance)}`);
          return real.gaussian(variance, cells);
        },
        choose(scores, choice) {
          asked.push(`choose ${scores.length} ${(choice * choice) / 8}`);
          return real.choose(scores, choice);
        },
      },
    });
    await fit(generator, tiny(columns, 50, target), { epsilon, delta: 1e-6, declared: true }, createContext({ note }));
    return { account: account as unknown as PrivacyAccount, asked };
  };

  it.each([
    [['a'], false],
    [['a'], true],
    [['a', 'b'], false],
    [['a', 'b'], true],
    [['a', 'b', 'c', 'd', 'e'], false],
    [['a', 'b', 'c', 'd', 'e'], true],
  ])('is spent exactly: columns %s, target %s', async (columns, target) => {
    for (const epsilon of [0.1, 1, 7]) {
      const { account } = await fitted(columns, target, epsilon);
      const spent = account.ledger.reduce((sum, { rho }) => sum + rho, 0);
      expect(Math.abs(spent - account.rho)).toBeLessThanOrEqual(1e-12 * account.rho);
      expect(spent).toBeLessThanOrEqual(account.rho);
      expect(account.rho).toBe(rhoFor(epsilon, 1e-6));
    }
  });

  it('has an entry for every answer that the noise was asked for, and for no other', async () => {
    const { account, asked } = await fitted(['a', 'b', 'c', 'd'], true, 2);
    expect(
      account.ledger.map(
        ({ mechanism, size, rho }) => `${mechanism === 'exponential' ? 'choose' : 'gaussian'} ${size} ${rho}`,
      ),
    ).toEqual(asked);
    expect(asked.length).toBe(4 + 3 + 3);
    expect(account).toMatchObject({ unit: 'row', neighbours: 'add or remove one row', epsilon: 2, delta: 1e-6 });
  });

  it('is not touched where nothing is modelled', async () => {
    const notes = new Map<string, Json>();
    const context = createContext({ note: (key, value) => void notes.set(key, value) });
    const table = tiny(['a'], 5, false);
    const ignored = { ...table, spec: { columns: [{ ...table.spec.columns[0], role: 'ignore' as const }] } };
    const model = await fit(dpMarginals, ignored, {}, context);
    expect((await model.sample({ block: 0, rows: 3 }, context)).rows).toBe(3);
    expect(notes.get('differential-privacy')).toMatchObject({ rho: 0, ledger: [] });
    expect(notes.get('not-modelled')).toEqual(['a']);
  });
});

describe('the whole mechanism on two columns', () => {
  // Two columns leave nothing to choose: three Gaussian counts, of each of which one row moves one cell by 1.
  it.each([2, 4, 8])('leaks no more than delta at epsilon %d, by enumeration', async (epsilon) => {
    const variances: number[] = [];
    const generator = dpMarginalsWith({
      noise: {
        ...noNoise,
        gaussian(variance, cells) {
          variances.push(variance);
          return noNoise.gaussian(variance, cells);
        },
      },
    });
    const delta = 0.01;
    await fit(generator, tiny(['a', 'b'], 9, false), { epsilon, delta, declared: true }, createContext());
    expect(variances.length).toBe(3);
    const real = exactDelta(variances, epsilon);
    expect(real).toBeLessThanOrEqual(delta);
    expect(real).toBeGreaterThan(delta / 50);
    // Noise of a third would break the promise.
    expect(
      exactDelta(
        variances.map((variance) => variance / 9),
        epsilon,
      ),
    ).toBeGreaterThan(delta);
  });
});

/** The least delta at an epsilon of counts with discrete Gaussian noise that a row moves by 1 each: the sum of P - exp(epsilon) Q where positive. */
function exactDelta(variances: readonly number[], epsilon: number): number {
  const reach = variances.map((variance) => Math.ceil(12 * Math.sqrt(variance)) + 2);
  const masses = variances.map((variance, i) => {
    const weights = Array.from({ length: 2 * reach[i] + 2 }, (_, at) =>
      Math.exp(-((at - reach[i]) ** 2) / (2 * variance)),
    );
    const sum = weights.reduce((all, weight) => all + weight, 0);
    return weights.map((weight) => weight / sum);
  });
  const walk = (i: number, p: number, q: number): number => {
    if (i === variances.length) return Math.max(0, p - Math.exp(epsilon) * q);
    let total = 0;
    for (let at = 0; at < masses[i].length; at++) total += walk(i + 1, p * masses[i][at], q * (masses[i][at - 1] ?? 0));
    return total;
  };
  return walk(0, 1, 1);
}
