import { createContext, createRandom, fit, type StateArray, type Table } from '@verisim/core';
import { type DpAudit, dpAudit } from '@verisim/evaluator-privacy';
import { expect, it } from 'vitest';
import { rhoFor } from '../src/dp-marginals/zero-concentrated.ts';
import { dpMarginalsWith, exactNoise, type Noise } from '../src/index.ts';
import { tiny } from './dp-tables.ts';

const EPSILON = 6;
const DELTA = 1e-6;
const RHO = rhoFor(EPSILON, DELTA);
const YES = 1;

/** `rows` rows that give one answer. */
function answers(code: number, rows: number): Table {
  const data = tiny(['a'], rows, false);
  const columns = data.columns.map((column) => ({ ...column, codes: new Int32Array(rows).fill(code) }));
  return { ...data, columns: columns as Table['columns'] };
}

/** Sixty rows say no; the canary alone says yes. With a single column the whole budget is in one count, so that the attack is as good as any. The attacker reads the model, which the promise covers as it covers rows. */
function attack(noise: Noise, trials: number): Promise<DpAudit> {
  const generator = dpMarginalsWith({ noise });
  return dpAudit<Readonly<Record<string, StateArray>>>(
    {
      data: answers(0, 60),
      canary: answers(YES, 1),
      release: async (rows, ctx) => {
        const model = await fit(generator, rows, { epsilon: EPSILON, delta: DELTA, declared: true }, ctx);
        return (await model.save()).arrays;
      },
      score: ({ cells0 }) => cells0[YES],
      claimed: { epsilon: EPSILON, delta: DELTA, rho: RHO },
      trials,
    },
    createContext({ seed: 1 }),
  );
}

/** Exact noise from bits that are the same in every run. */
const random = createRandom('audit');
const real = exactNoise(() => random.int(0, 2 ** 32));

it('is not refuted by a canary that stands alone', async () => {
  const audit = await attack(real, 200);
  expect(audit).toMatchObject({ refuted: false, claimed: { rho: RHO } });
});

it('is refuted by it when noise is three times too small', async () => {
  const tooSmall: Noise = { ...real, gaussian: (variance, cells) => real.gaussian(variance / 9, cells) };
  const audit = await attack(tooSmall, 200);
  expect(audit.rhoLower).toBeGreaterThan(RHO);
  expect(audit.refuted).toBe(true);
});
