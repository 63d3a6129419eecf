import {
  type Column,
  type ColumnSpec,
  type Condition,
  createContext,
  createRandom,
  createTable,
  fit,
  type Generator,
  sample,
  type Table,
  tableHash,
} from '@verisim/core';
import { marginals, trees } from '@verisim/generator-tabular';
import { describe, expect, test } from 'vitest';
import { createSamplingPool, pluginUrl } from '../src/index.ts';

const module = pluginUrl('@verisim/generator-tabular', import.meta.url);

/** Ages, sectors that depend on them, and a rare target that depends on both. */
function people(rows: number): Table {
  const random = createRandom('people');
  const age = Float64Array.from({ length: rows }, () => random.int(17, 90));
  const sector = Int32Array.from(age, (years) => (random.next() < 0.1 ? -1 : random.int(0, years > 40 ? 3 : 2)));
  const target = Int32Array.from(age, (years, i) => +(random.next() < (years > 60 && sector[i] === 2 ? 0.4 : 0.03)));
  const pay = Float64Array.from(age, (years) => Math.exp(7 + years / 60 + random.normal() / 3));
  const columns: [ColumnSpec['kind'], Column][] = [
    ['integer', { storage: 'numeric', values: age }],
    ['category', { storage: 'coded', codes: sector, levels: ['trade', 'state', 'farm'] }],
    ['number', { storage: 'numeric', values: pay }],
    ['boolean', { storage: 'coded', codes: target, levels: ['no', 'yes'] }],
  ];
  const names = ['age', 'sector', 'pay', 'left'];
  return createTable(
    columns.map(([kind], i) => ({ name: names[i], kind, nullable: true, role: 'feature' })),
    columns.map(([, column]) => column),
  );
}

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
