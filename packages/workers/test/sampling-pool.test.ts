import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type Condition, createContext, createRandom, fit, type Json, sample, tableHash } from '@verisim/core';
import { describe, expect, test } from 'vitest';
import { createSamplingPool, pluginUrl, type SamplingPoolRequest } from '../src/index.ts';
import { dice } from './plugin.ts';

const ROWS = 200_000;
const here = (file: string) => new URL(file, import.meta.url).href;
const plugin = { module: here('./plugin.ts'), export: 'dice' };
const stateOf = async (trouble = 'none') => (await fit(dice, null, { trouble }, createContext())).save();

async function poolOf(parts: Partial<SamplingPoolRequest> & { trouble?: string } = {}) {
  const state = await stateOf(parts.trouble);
  return createSamplingPool({ plugin, state, random: createRandom(1), workers: 2, ...parts });
}

async function hashWith(workers: number, seed = 1, where: readonly Condition[] = []): Promise<string> {
  const ctx = createContext({ seed });
  const model = await fit(dice, null, {}, ctx);
  const pool = await poolOf({ random: ctx.random, workers, where });
  try {
    const { draw, concurrency } = pool;
    const { table } = await sample(dice, model, { rows: where.length ? 30_000 : ROWS, where, draw, concurrency }, ctx);
    return tableHash(table);
  } finally {
    await pool.close();
  }
}

describe('the bytes', () => {
  test('are those of sampling without a pool, for 0, 1, 2 and 3 workers', async () => {
    const ctx = createContext({ seed: 1 });
    const { table } = await sample(dice, await fit(dice, null, {}, ctx), { rows: ROWS }, ctx);
    expect(table.rows).toBe(ROWS);
    for (const workers of [0, 1, 2, 3]) expect(await hashWith(workers), `${workers} workers`).toBe(tableHash(table));
  });

  test('differ with another seed', async () => {
    expect(await hashWith(2, 2)).not.toBe(await hashWith(2, 1));
  });

  test('are the same under conditions that rejection meets', async () => {
    const where = [{ column: 'category column', in: ['b'] }];
    expect(await hashWith(2, 1, where)).toBe(await hashWith(0, 1, where));
  });

  test('arrive with the notes of the plugin and with the levels of the schema', async () => {
    const notes: Record<string, Json> = {};
    const pool = await poolOf({
      note: (key, value) => {
        notes[key] = value;
      },
    });
    const blocks = await Promise.all([pool.draw(0, 10), pool.draw(1, 20), pool.draw(3, 30)]);
    await pool.close();
    expect(notes).toEqual({ 'block 0': 10, 'block 1': 20, 'block 3': 30 });
    expect(blocks.map(({ table }) => table.spec.columns[0].levels)).toEqual(Array(3).fill(['a', 'b', 'c']));
    expect(blocks[2].table.columns[3]).toEqual({ storage: 'numeric', values: new Float64Array(30).fill(7) });
  });
});

describe('errors', () => {
  test('of the plugin keep code, sentence, advice and kind; the pool goes on', async () => {
    const pool = await poolOf({ trouble: 'verisim', workers: 1 });
    await expect(pool.draw(2, 10)).rejects.toMatchObject({
      code: 'dice/lost',
      message: 'Block 2 lost its dice.',
      next: 'Look under the table.',
      kind: 'usage',
    });
    expect((await pool.draw(1, 10)).table.rows).toBe(10);
    await pool.close();
  });

  test('that are no verisim errors are named as the plugin’s', async () => {
    const pool = await poolOf({ trouble: 'plain' });
    const failing = pool.draw(2, 10);
    await expect(failing).rejects.toMatchObject({ code: 'workers/plugin-failed' });
    await expect(failing).rejects.toThrow('TypeError: dice is not iterable');
    await pool.close();
  });

  test('a worker that leaves is named with its exit code', async () => {
    const pool = await poolOf({ trouble: 'exit', workers: 1 });
    const both = [pool.draw(2, 10), pool.draw(0, 10)];
    for (const draw of both) await expect(draw).rejects.toMatchObject({ code: 'workers/worker-died' });
    await expect(both[0]).rejects.toThrow('exit code 3');
    await pool.close();
  });

  test('a worker that dies between two blocks fails the next block and hangs nothing', async () => {
    const pool = await poolOf({ trouble: 'exit later', workers: 1 });
    expect((await pool.draw(2, 10)).table.rows).toBe(10);
    const failing = async () => {
      for (;;) await pool.draw(0, 10);
    };
    await expect(failing()).rejects.toMatchObject({ code: 'workers/worker-died' });
    await expect(pool.draw(1, 10)).rejects.toThrow('exit code 4');
    await pool.close();
  });

  test('a worker that dies ends the whole sample, with others at work beside it', async () => {
    const ctx = createContext();
    const pool = await poolOf({ trouble: 'exit', workers: 2 });
    const model = await fit(dice, null, {}, ctx);
    const failing = sample(dice, model, { rows: ROWS, draw: pool.draw, concurrency: pool.concurrency }, ctx);
    await expect(failing).rejects.toMatchObject({ code: 'workers/worker-died' });
    await pool.close();
  });

  test('when loading the model reach the caller', async () => {
    await expect(poolOf({ trouble: 'load' })).rejects.toMatchObject({ code: 'dice/bad-state' });
  });

  test.each([
    [{ module: here('./absent.ts'), export: 'dice' }, 'absent.ts'],
    [{ module: here('./plugin.ts'), export: 'cards' }, 'no such export'],
    [{ module: here('./plugin.ts'), export: 'notAGenerator' }, 'not a generator'],
    [{ module: 'no-such-package-anywhere', export: 'dice' }, 'no-such-package-anywhere'],
  ])('a plugin that is not there: %o', async (absent, words) => {
    const failing = poolOf({ plugin: absent });
    await expect(failing).rejects.toMatchObject({ code: 'workers/plugin-not-found' });
    await expect(failing).rejects.toThrow(words);
    await expect(poolOf({ plugin: absent, workers: 0 })).rejects.toMatchObject({ code: 'workers/plugin-not-found' });
  });

  test.each([-1, 1.5, Number.NaN])('%d workers are refused', async (workers) => {
    await expect(poolOf({ workers })).rejects.toMatchObject({ code: 'workers/bad-request', kind: 'usage' });
  });
});

describe('ending', () => {
  test('abort ends a worker in an endless loop, with the reason given', async () => {
    const control = new AbortController();
    const pool = await poolOf({ trouble: 'spin', workers: 1, signal: control.signal });
    const draws = [pool.draw(2, 10), pool.draw(0, 10)];
    const outcomes = Promise.allSettled(draws);
    setTimeout(() => control.abort(new Error('enough')), 50);
    expect((await outcomes).map((o) => o.status === 'rejected' && o.reason.message)).toEqual(['enough', 'enough']);
    await pool.close();
  });

  test('an aborted signal starts nothing', async () => {
    await expect(poolOf({ signal: AbortSignal.abort(new Error('too late')) })).rejects.toThrow('too late');
  });

  test('close rejects what is under way, may be called twice, and nothing is drawn after it', async () => {
    for (const workers of [0, 2]) {
      const pool = await poolOf({ trouble: 'hang', workers });
      const hanging =
        workers > 0 ? expect(pool.draw(2, 10)).rejects.toMatchObject({ code: 'workers/pool-closed' }) : null;
      await Promise.all([pool.close(), pool.close()]);
      await hanging;
      await expect(pool.draw(0, 1)).rejects.toMatchObject({ code: 'workers/pool-closed' });
    }
  });

  test('a pool that is left open does not keep the process alive', async () => {
    const folder = await mkdtemp(fileURLToPath(new URL('./scratch-', import.meta.url)));
    const script = join(folder, 'left-open.ts');
    await writeFile(
      script,
      `import { createRandom } from '@verisim/core';
       import { createSamplingPool } from '../../src/index.ts';
       const state = { generator: 'dice', version: '1.0.0', json: { trouble: 'none' }, arrays: {} };
       const plugin = ${JSON.stringify(plugin)};
       const pool = await createSamplingPool({ plugin, state, random: createRandom(1), workers: 2 });
       console.log((await pool.draw(0, 5)).table.rows);`,
    );
    try {
      const run = promisify(execFile)(process.execPath, ['--conditions=verisim-source', script], { timeout: 20_000 });
      expect((await run).stdout.trim()).toBe('5');
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

describe('pluginUrl', () => {
  test('sees packages as the caller’s file does and leaves URLs alone', () => {
    expect(pluginUrl('@verisim/generator-tabular', import.meta.url)).toMatch(
      /generator-tabular\/(src|dist)\/index\.[tj]s$/,
    );
    expect(pluginUrl(plugin.module, import.meta.url)).toBe(plugin.module);
  });

  test('reads exports that speak of import alone, with subpaths', async () => {
    const folder = await mkdtemp(fileURLToPath(new URL('./scratch-', import.meta.url)));
    const at = join(folder, 'node_modules', 'import-only');
    try {
      const { mkdir } = await import('node:fs/promises');
      await mkdir(at, { recursive: true });
      const exports = { '.': { import: './main.mjs' }, './deep': { node: { import: './deep.mjs' } } };
      await writeFile(join(at, 'package.json'), JSON.stringify({ name: 'import-only', exports }));
      await writeFile(join(at, 'main.mjs'), '');
      const from = new URL('caller.js', `file://${folder}/`);
      expect(pluginUrl('import-only', from)).toMatch(/import-only\/main\.mjs$/);
      expect(pluginUrl('import-only/deep', from)).toMatch(/import-only\/deep\.mjs$/);
      expect(() => pluginUrl('import-only/absent', from)).toThrow('cannot be resolved');
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
