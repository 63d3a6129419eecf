import { createContext, fit, sample, tableHash } from '@verisim/core';
import { expect, test } from 'vitest';
import { createSamplingPool } from '../../workers/src/index.ts';
import { marginals } from '../src/index.ts';
import { constrainedOrders, orderRules } from './constrained-tables.ts';

test('two workers make the same bytes as none', async () => {
  const ctx = createContext({ seed: 9 });
  const model = await fit(marginals, constrainedOrders(800, Object.keys(orderRules)), {}, ctx);
  const state = await model.save();
  const plugin = { module: new URL('../src/index.ts', import.meta.url).href, export: 'marginals' };
  const hashes: string[] = [];
  for (const workers of [0, 2]) {
    const pool = await createSamplingPool({ plugin, state, random: ctx.random, workers });
    const { draw, concurrency } = pool;
    hashes.push(tableHash((await sample(marginals, model, { rows: 70_000, draw, concurrency }, ctx)).table));
    await pool.close();
  }
  hashes.push(tableHash((await sample(marginals, model, { rows: 70_000 }, ctx)).table));
  expect(new Set(hashes).size).toBe(1);
});
