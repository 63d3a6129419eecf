import { type Context, cellOf, createContext, type Table } from '@verisim/core';
import { describe, expect, it } from 'vitest';
import { boundOf, epsilonDivergence, rhoDivergence } from '../src/dp-lower-bounds.ts';
import { dpSection } from '../src/dp-section.ts';
import {
  type AuditAbout,
  auditPrivacy,
  auditSections,
  canaryLikeness,
  type DpClaim,
  dpAudit,
  parseDpClaim,
} from '../src/index.ts';
import { levels, table } from './tables.ts';

const ill = (...cells: readonly string[]): Table => table({ ill: ['category', levels(...cells)] });
const data = ill(...Array.from({ length: 40 }, (_, i) => (i % 4 === 0 ? 'flu' : 'none')));
const canary = ill('rare');

/** Rows from counts of three declared levels with Laplace noise of the scale 1 / epsilon: epsilon-differentially private, for a row moves one count by 1. */
async function noisyCounts(rows: Table, epsilon: number, ctx: Context): Promise<Table> {
  const cells = Array.from({ length: rows.rows }, (_, row) => cellOf(rows.columns[0], row));
  return ill(
    ...['none', 'flu', 'rare'].flatMap((level) => {
      const random = ctx.random.fork(level);
      const sign = random.next() < 0.5 ? -1 : 1;
      const noisy = cells.filter((cell) => cell === level).length - (sign * Math.log(1 - random.next())) / epsilon;
      // Ten rows for each one counted, so that rounding hides nothing.
      return new Array<string>(Math.max(0, Math.round(10 * noisy))).fill(level);
    }),
  );
}

const attack = (epsilon: number, seed: number, claimed = 1) =>
  dpAudit(
    {
      data,
      canary,
      release: (rows, ctx) => noisyCounts(rows, epsilon, ctx),
      score: canaryLikeness(data, canary),
      claimed: { epsilon: claimed, delta: 1e-6 },
      trials: 500,
    },
    createContext({ seed }),
  );

describe('lower bounds', () => {
  const coins = { withCanary: 90, without: 10, trials: 100 };

  it('of epsilon are the logarithm of Clopper-Pearson bounds', () => {
    // scipy.stats.beta: 90 of 100 at 0.025 one-sided, 10 of 100.
    const [low, high] = [0.823777, 0.176223];
    expect(boundOf(coins, epsilonDivergence(0), 0.05)).toBeCloseTo(Math.log(low / high), 4);
    expect(boundOf(coins, epsilonDivergence(0.1), 0.05)).toBeCloseTo(Math.log((low - 0.1) / high), 4);
    expect(boundOf({ withCanary: 50, without: 50, trials: 100 }, epsilonDivergence(0), 0.05)).toBe(0);
  });

  it('of rho are never above that of the mechanism the coins come from', () => {
    // A Gaussian of shift 1 and deviation s is 1 / (2 s^2)-zCDP; its best coin has P(Z > -1 / (2 s)) heads.
    const heads = (s: number) => ({ 0.5: 0.841344746, 1: 0.691462461, 2: 0.598706326 })[s] as number;
    for (const s of [0.5, 1, 2]) {
      const found = rhoDivergence(heads(s), 1 - heads(s));
      expect(found).toBeLessThan(1 / (2 * s * s));
      expect(found).toBeGreaterThan(0.3 / (2 * s * s));
    }
    // At order 1 the divergence is Kullback & Leibler's: here, the greatest per order.
    const [p, q] = [0.6, 0.4];
    expect(rhoDivergence(p, q)).toBeCloseTo(p * Math.log(p / q) + (1 - p) * Math.log((1 - p) / (1 - q)), 3);
    expect(rhoDivergence(0.4, 0.6)).toBe(0);
    expect(rhoDivergence(1, 0.5)).toBeCloseTo(Math.log(2), 2);
  });
});

describe('dpAudit', () => {
  it('does not refute a mechanism that keeps its promise', async () => {
    for (const seed of [1, 2, 3]) {
      const audit = await attack(1, seed);
      expect(audit).toMatchObject({ refuted: false, trials: 500, confidence: 0.95 });
      expect(audit.epsilonLower).toBeLessThanOrEqual(1);
    }
  });

  it('comes near to what a mechanism really spends', async () => {
    const { epsilonLower } = await attack(2, 6, 2);
    expect(epsilonLower).toBeGreaterThan(0.8);
  });

  it('catches noise that is three times too small', async () => {
    for (const seed of [1, 2, 3]) {
      const audit = await attack(3, seed);
      expect(audit.refuted).toBe(true);
      expect(audit.epsilonLower).toBeGreaterThan(1);
      expect(audit.epsilonLower).toBeLessThanOrEqual(3);
    }
  });

  it('refutes by rho where epsilon at a small delta sees nothing', async () => {
    // Gaussian noise of deviation 1 on the count, claimed to be of deviation 3: rho 1/18, which is epsilon 1.6 at delta 1e-6.
    const audit = await dpAudit(
      {
        data,
        canary,
        release: async (rows, ctx) => rows.rows + ctx.random.normal(),
        score: (count) => count,
        claimed: { epsilon: 1.57, delta: 1e-6, rho: 1 / 18 },
        trials: 600,
      },
      createContext({ seed: 8 }),
    );
    expect(audit.epsilonLower).toBeLessThan(1.57);
    expect(audit.rhoLower).toBeGreaterThan(1 / 18);
    expect(audit.rhoLower).toBeLessThan(1 / 2);
    expect(audit.refuted).toBe(true);
  });

  it('refuses a canary of several rows, and too few trials', async () => {
    const setup = { data, canary, release: async () => 0, score: () => 0, claimed: { epsilon: 1, delta: 0 } };
    const refused = async (parts: object, code: string) =>
      expect(dpAudit({ ...setup, ...parts }, createContext())).rejects.toThrow(expect.objectContaining({ code }));
    await refused({ canary: data }, 'evaluator-privacy/bad-canary');
    await refused({ trials: 5 }, 'evaluator-privacy/few-trials');
  });
});

describe('section 9', () => {
  const claim: DpClaim = {
    epsilon: 1,
    delta: 1e-9,
    rho: 0.02,
    unit: 'row',
    neighbours: 'add or remove one row',
    mechanism: 'discrete Gaussian',
    noise: 'the system',
    ledger: [
      { query: 'counts: age', mechanism: 'discrete Gaussian', sensitivity: 1, parameter: 7.0710678, rho: 0.01 },
      { query: 'counts: sex', mechanism: 'discrete Gaussian', sensitivity: 1, parameter: 7.0710678, rho: 0.01 },
    ],
  };

  it('stands in the audit, with the ledger', async () => {
    const audit = await auditPrivacy({ real: data, synthetic: data }, { power: false }, createContext());
    const about: AuditAbout = { files: [], sensitive: [], seed: '1', command: '', dp: claim };
    const section = auditSections(audit, about)[8];
    expect(section.title).toBe('9. Differential privacy');
    expect(section.text?.join(' ')).toMatch(
      /\(1, 1e-9\).*each row.*add or remove one row.*rho 0.0200000 in all.*not attacked/,
    );
    expect(section.tables?.[0].rows[0]).toEqual(['counts: age', 'discrete Gaussian', 1, '7.07107', '0.0100000']);
    expect(section.findings).toEqual([]);
    expect(auditSections(audit, { ...about, dp: undefined })[8].text?.[0]).toMatch(/No guarantee is claimed/);
  });

  it('says what is wrong with a claim', async () => {
    const rules = (parts: Partial<DpClaim>, rows = 100) =>
      dpSection({ ...claim, ...parts }, rows).findings?.map(({ rule }) => rule);
    const audit = { ...(await attack(3, 1)), trials: 500 };
    expect(rules({ audit })).toEqual(['dp-claim-refuted']);
    expect(rules({ rho: 0.015 })).toEqual(['dp-budget-overspent']);
    expect(rules({ epsilon: 50 })).toEqual(['dp-epsilon-large']);
    expect(rules({ delta: 1e-3 })).toEqual(['dp-delta-large']);
    expect(rules({ delta: 1e-6 }, 1e6)).toEqual(['dp-delta-large']);
    expect(dpSection({ ...claim, audit }, 100).text?.at(-1)).toMatch(/500 runs on each side/);
  });

  it('holds a claim against the file that it is about, and wants no ledger', () => {
    const source = { file: 'train.csv', hash: 'a'.repeat(64) };
    const rules = (hash?: string) => dpSection({ ...claim, source }, 100, hash).findings?.map(({ rule }) => rule);
    expect(rules('a'.repeat(64))).toEqual([]);
    expect(rules('b'.repeat(64))).toEqual(['dp-claim-elsewhere']);
    expect(rules()).toEqual([]);
    expect(dpSection({ ...claim, ledger: [] }, 100).text?.[2]).toMatch(/no ledger is given.*budget of rho 0\.02/);
  });

  it('is read from JSON, and refused where something must be said', () => {
    const { rho: _, noise: __, ledger: ___, ...least } = claim;
    expect(parseDpClaim(JSON.parse(JSON.stringify(least)))).toEqual({ ...least, ledger: [] });
    const sized = claim.ledger.map((spend) => ({ ...spend, size: 5 }));
    expect(parseDpClaim({ ...claim, ledger: sized })).toEqual(claim);
    const refused = (parts: object) =>
      expect(() => parseDpClaim({ ...claim, ...parts }, 'a.json')).toThrow(
        expect.objectContaining({ code: 'evaluator-privacy/bad-dp-claim', message: expect.stringContaining('a.json') }),
      );
    for (const parts of [{ epsilon: 0 }, { delta: 1 }, { unit: undefined }, { ledger: [{}] }, { more: 1 }])
      refused(parts);
  });
});
