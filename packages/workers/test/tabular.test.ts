import { type Condition, createContext, fit, type Generator, sample, tableHash } from '@verisim/core';
import { marginals, trees } from '@verisim/generator-tabular';
import { describe, expect, test } from 'vitest';
import { createSamplingPool, pluginUrl } from '../src/index.ts';
import { people } from './people.ts';

const module = pluginUrl('@verisim/generator-tabular', import.meta.url);

const table = people(2000);

async function hashOf(
  generator: Generator<never, 'data'>,
  workers: number,
  seed: number,
  rows: number,
  where: readonly Condition[] = [],
): Promise<string> {
  const model = await fit(generator as Generator<unknown, 'data'>, table, {}, createContext({ seed: 1 }));
  const ctx = createContext({ seed });
  const plugin = { module, export: generator.name };
  const pool = await createSamplingPool({ plugin, state: await model.save(), where, random: ctx.random, workers });
  try {
    const { draw, concurrency } = pool;
    const drawn = await sample(generator as Generator, model, { rows, where, draw, concurrency }, ctx);
    expect(drawn.table.rows).toBe(rows);
    return tableHash(drawn.table);
  } finally {
    await pool.close();
  }
}

/** Sampled from the model as fitted, without a pool. */
async function hashWithout(generator: Generator<never, 'data'>, rows: number): Promise<string> {
  const model = await fit(generator as Generator<unknown, 'data'>, table, {}, createContext({ seed: 1 }));
  return tableHash((await sample(generator as Generator, model, { rows }, createContext({ seed: 1 }))).table);
}

describe.each([
  ['marginals', marginals as Generator<never, 'data'>],
  ['trees', trees as Generator<never, 'data'>],
])('%s', (_, generator) => {
  test('200,000 rows are the same bytes with 0, 1, 2 and 3 workers, and other bytes with another seed', async () => {
    const expected = await hashWithout(generator, 200_000);
    for (const workers of [0, 1, 2, 3])
      expect(await hashOf(generator, workers, 1, 200_000), `${workers}`).toBe(expected);
    expect(await hashOf(generator, 2, 2, 200_000)).not.toBe(expected);
  });

  test('are the same bytes under conditions', async () => {
    const where = [
      { column: 'left', in: ['yes'] },
      { column: 'age', from: 60 },
    ];
    const expected = await hashOf(generator, 0, 1, 3000, where);
    expect(await hashOf(generator, 2, 1, 3000, where)).toBe(expected);
  });
});
