import { type Column, createTable, type Generator, type Model, type Table, type TableSpec } from '@verisim/core';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { generatorChecks, testGenerator } from '../src/index.ts';
import { generatorFailures } from './collect-failures.ts';
import { independent, refuseForeign } from './independent-generator.ts';
import { runInNode } from './run-in-node.ts';

const imports = { module: new URL('independent-generator.ts', import.meta.url).href, run: runInNode };

testGenerator(test, independent, { imports });

test('every check has a name of its own and a title', () => {
  expect(new Set(generatorChecks.map(({ name }) => name)).size).toBe(generatorChecks.length);
  expect(new Set(generatorChecks.map(({ title }) => title)).size).toBe(generatorChecks.length);
  expect(generatorChecks.length).toBeGreaterThanOrEqual(56);
});

test('a correct generator that leaves conditions to the core passes', async () => {
  const rejecting: Generator<{ smooth: boolean }, 'data'> = {
    ...independent,
    traits: { ...independent.traits, conditional: false },
    async fit(source, options, ctx) {
      const model = await independent.fit(source, options, ctx);
      return { ...model, sample: ({ block, rows }, inner) => model.sample({ block, rows }, inner) };
    },
  };
  expect(await generatorFailures(rejecting)).toEqual(new Map());
});

test('a correct generator of ten rows a block passes', async () => {
  expect(await generatorFailures({ ...independent, traits: { ...independent.traits, blockRows: 10 } })).toEqual(
    new Map(),
  );
});

test('a generator that is given a schema passes', async () => {
  const base = {
    ...independent,
    ...fromSchema,
    needs: 'schema',
    family: 'rule',
    traits: rejecting,
  } as unknown as Generator<unknown, 'schema'>;
  expect(await generatorFailures(base)).toEqual(new Map());
});

test('a generator that is given nothing passes', async () => {
  expect(await generatorFailures(dice)).toEqual(new Map());
});

test('a generator that does not promise equal bytes is not asked for them', async () => {
  let calls = 0;
  const unsteady: Generator<{ smooth: boolean }, 'data'> = {
    ...independent,
    traits: { ...independent.traits, reproducible: false },
    async fit(source, options, ctx) {
      return unsteadily(await independent.fit(source, options, ctx));
    },
    load: async (state) => unsteadily(await independent.load(state)),
  };
  const unsteadily = (model: Model): Model => ({
    ...model,
    sample: (request, ctx) => model.sample(request, { ...ctx, random: ctx.random.fork(`call ${calls++}`) }),
  });
  expect(await generatorFailures(unsteady)).toEqual(new Map());
});

const rejecting = { ...independent.traits, conditional: false };

/** Fits two rows at the ends of what is declared: enough to give the base something to sample. */
const fromSchema = {
  async fit(spec: TableSpec, options: { smooth: boolean }, ctx: Parameters<typeof independent.fit>[2]): Promise<Model> {
    return independent.fit(tableFrom(spec), options, ctx);
  },
};

function tableFrom(spec: TableSpec): Table {
  const columns = spec.columns.map(({ kind, bounds = [0, 1], levels }): Column => {
    if (kind === 'text' || kind === 'id') return { storage: 'text', values: ['one', 'two'] };
    if (!levels) return { storage: 'numeric', values: Float64Array.from(bounds) };
    const last = levels.length - 1;
    return { storage: 'coded', levels, codes: Int32Array.of(Math.min(0, last), last) };
  });
  return createTable(spec.columns, columns);
}

const die: TableSpec = { columns: [{ name: 'pips', kind: 'integer', nullable: false, role: 'feature' }] };

const dice: Generator<Record<string, never>, 'nothing'> = {
  ...independent,
  name: 'dice',
  family: 'simulation',
  needs: 'nothing',
  options: z.strictObject({}),
  traits: { ...independent.traits, conditional: false },
  fit: (_, __, ctx) => {
    ctx.signal.throwIfAborted();
    return throwing;
  },
  load: (state) => {
    refuseForeign(state, dice);
    return throwing;
  },
};

const throwing: Model = {
  schema: die,
  sample({ rows }, ctx) {
    ctx.signal.throwIfAborted();
    const values = Float64Array.from({ length: rows }, () => ctx.random.int(1, 7));
    return createTable(die.columns, [{ storage: 'numeric', values }]);
  },
  save: () => ({ generator: 'dice', version: '1.2.3', json: null, arrays: {} }),
};
