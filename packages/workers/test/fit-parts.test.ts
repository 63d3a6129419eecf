import { type Context, createContext, type Generator, type Json, type Table } from '@verisim/core';
import { trees } from '@verisim/generator-tabular';
import { expect, test } from 'vitest';
import { fitPartsOn, pluginUrl } from '../src/index.ts';
import { squares } from './parts-plugin.ts';
import { people } from './people.ts';

const own = { module: new URL('parts-plugin.ts', import.meta.url).href, export: 'squares' };

async function squaresOf(workers: number, given: object = {}, signal?: AbortSignal): Promise<Json | undefined> {
  let found: Json | undefined;
  const ctx = createContext({
    signal,
    note: (key, value) => {
      if (key === 'squares') found = value;
    },
  });
  const fitParts = fitPartsOn({ generator: squares, plugin: own, workers, ctx });
  await squares.fit(null, { trouble: 'none', parts: 6, ...given }, { ...ctx, fitParts });
  return found;
}

test('parts come back in their order from any number of threads', async () => {
  for (const workers of [1, 2, 3]) expect(await squaresOf(workers), `${workers}`).toEqual([0, 1, 4, 9, 16, 25]);
  expect(await squaresOf(3, { parts: 1 })).toEqual([0]);
});

test('trees are the same bytes fitted on one, two and three threads, and the threads do share them', async () => {
  const plugin = { module: pluginUrl('@verisim/generator-tabular', import.meta.url), export: 'trees' };
  const alone = await stateOf(people(3000), {});
  for (const workers of [1, 2, 3]) {
    const ctx = createContext({ seed: 1 });
    const generator = trees as Generator<never, 'data'>;
    expect(await stateOf(people(3000), { fitParts: fitPartsOn({ generator, plugin, workers, ctx }) })).toEqual(alone);
  }
});

async function stateOf(table: Table, more: Pick<Context, 'fitParts'>) {
  const model = await trees.fit(table, trees.options.parse({}), { ...createContext({ seed: 1 }), ...more });
  return model.save();
}

test.each([
  ['plain', 'workers/plugin-failed', /TypeError: a part is not iterable/],
  ['exit', 'workers/worker-died', /exit code 5/],
])('trouble on another thread (%s) ends the fit with a code', async (trouble, code, says) => {
  await expect(squaresOf(2, { trouble })).rejects.toMatchObject({ code, message: expect.stringMatching(says) });
});

test('an abort ends a thread that never would', async () => {
  const controller = new AbortController();
  const fitted = squaresOf(2, { trouble: 'spin', parts: 3 }, controller.signal);
  setTimeout(() => controller.abort(new RangeError('enough')), 1500);
  await expect(fitted).rejects.toThrow('enough');
});

test('an unknown module, no threads, and a generator without parts', async () => {
  const ctx = createContext();
  const lost = { module: new URL('lost.ts', import.meta.url).href, export: 'squares' };
  const fitParts = fitPartsOn({ generator: squares, plugin: lost, workers: 2, ctx });
  const fitted = squares.fit(null, { trouble: 'wait', parts: 4 }, { ...ctx, fitParts });
  await expect(fitted).rejects.toMatchObject({ code: 'workers/plugin-not-found' });
  expect(() => fitPartsOn({ generator: squares, plugin: own, workers: 0, ctx })).toThrow(
    expect.objectContaining({ code: 'workers/bad-request' }),
  );
  expect(fitPartsOn({ generator: {}, plugin: own, workers: 2, ctx })).toBeUndefined();
});
