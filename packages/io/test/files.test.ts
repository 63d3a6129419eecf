import { execFile } from 'node:child_process';
import { chmod, mkdir, readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type Column, type ColumnSpec, createTable, type Table } from '@verisim/core';
import { readTable, writeTable } from '@verisim/io';
import { describe, expect, it } from 'vitest';
import { at, errorOf, file } from './folder.ts';

const spec = (name: string, kind: ColumnSpec['kind'] = 'number'): ColumnSpec => ({
  name,
  kind,
  nullable: true,
  role: 'feature',
});
const numeric = (...values: number[]): Column => ({ storage: 'numeric', values: Float64Array.from(values) });
const small = createTable([spec('a')], [numeric(1, 2)]);

describe('files that cannot be read', () => {
  it('missing, with the name that was meant', async () => {
    await file('birdstrikes.csv', 'a\n1\n');
    expect(await errorOf(readTable(at('birdstrike.csv')))).toMatchObject({
      code: 'io/file-not-found',
      next: expect.stringContaining('birdstrikes.csv'),
    });
    expect((await errorOf(readTable(at('nowhere/at/all.csv')))).code).toBe('io/file-not-found');
  });

  it('a folder, another format', async () => {
    await mkdir(at('folder.csv'));
    expect((await errorOf(readTable(at('folder.csv')))).code).toBe('io/is-directory');
    expect((await errorOf(readTable(await file('a.xlsx', 'x')))).code).toBe('io/unknown-format');
    expect((await errorOf(readTable(await file('a.csv.gz', 'x')))).code).toBe('io/bad-compression');
  });

  it.skipIf(process.getuid?.() === 0)('without permission', async () => {
    await chmod(await file('secret.csv', 'a\n1\n'), 0);
    expect((await errorOf(readTable(at('secret.csv')))).code).toBe('io/no-permission');
  });
});

describe('files that cannot be written', () => {
  it('folder missing, a folder in the way, another format', async () => {
    expect((await errorOf(writeTable(small, at('none/x.csv')))).code).toBe('io/cannot-write');
    await mkdir(at('target.parquet'));
    expect((await errorOf(writeTable(small, at('target.parquet')))).code).toBe('io/is-directory');
    expect((await errorOf(writeTable(small, at('x.xlsx')))).code).toBe('io/unknown-format');
  });

  const broken: readonly [string, string, Table][] = [
    ['no columns', 'io/no-columns', createTable([], [])],
    ['an infinite number', 'io/bad-table', createTable([spec('a')], [numeric(1, Number.POSITIVE_INFINITY)])],
    ['a fraction among integers', 'io/bad-table', createTable([spec('a', 'integer')], [numeric(1, 2.5)])],
    [
      'a code without a level',
      'io/bad-table',
      createTable([spec('a', 'category')], [{ storage: 'coded', codes: Int32Array.of(1), levels: ['x'] }]),
    ],
    ['half a character', 'io/bad-table', createTable([spec('a', 'text')], [{ storage: 'text', values: ['\ud800'] }])],
    ['a name that is empty', 'io/bad-column-name', createTable([spec('')], [numeric(1)])],
    [
      'an unknown date format',
      'io/bad-format',
      createTable([{ ...spec('a', 'datetime'), format: '%Q' }], [numeric(0)]),
    ],
  ];
  it.each(broken)('%s', async (_, code, table) => {
    for (const name of ['broken.csv', 'broken.parquet']) {
      expect((await errorOf(writeTable(table, at(name)))).code).toBe(code);
    }
    expect(await left()).toEqual([]);
  });

  it('Parquet names that differ in case alone', async () => {
    const table = createTable([spec('a'), spec('A')], [numeric(1), numeric(2)]);
    expect(await errorOf(writeTable(table, at('broken.parquet')))).toMatchObject({ code: 'io/bad-column-name' });
  });

  it('a stream that fails, changes its columns or is empty leaves what was there', async () => {
    async function* failing() {
      yield small;
      throw new Error('the source failed');
    }
    async function* changing() {
      yield small;
      yield createTable([spec('b')], [numeric(1)]);
    }
    async function* nothing(): AsyncIterable<Table> {}
    for (const name of ['kept.csv', 'kept.parquet']) {
      await writeTable(small, at(name));
      const before = await readFile(at(name));
      await expect(writeTable(failing(), at(name))).rejects.toThrow('the source failed');
      expect((await errorOf(writeTable(changing(), at(name)))).code).toBe('io/blocks-differ');
      expect((await errorOf(writeTable(nothing(), at(name)))).code).toBe('io/no-columns');
      expect((await readFile(at(name))).equals(before)).toBe(true);
    }
    expect(await left()).toEqual([]);
  });
});

describe('an abort', () => {
  it('stops a write and leaves nothing behind', async () => {
    const rows = 200_000;
    const values = Float64Array.from({ length: rows }, (_, i) => i / 3);
    const names = Array.from({ length: 10 }, (_, i) => `column ${i}`);
    const table = createTable(
      names.map((name) => spec(name)),
      names.map(() => ({ storage: 'numeric', values })),
    );
    for (const name of ['aborted.csv', 'aborted.parquet']) {
      for (const after of [0, 10, 40, 'first block', 'last block']) {
        const reason = new Error('enough');
        const controller = new AbortController();
        const abort = () => controller.abort(reason);
        async function* blocks() {
          yield table;
          if (after === 'first block') abort();
          yield table;
          if (after === 'last block') abort();
        }
        if (typeof after === 'number') setTimeout(abort, after);
        await expect(writeTable(blocks(), at(name), { signal: controller.signal })).rejects.toBe(reason);
      }
    }
    await expect(writeTable(small, at('aborted.csv'), { signal: AbortSignal.abort('no') })).rejects.toBe('no');
    expect((await left()).concat((await readdir(at('.'))).filter((name) => name.startsWith('aborted')))).toEqual([]);
  });

  it('stops a read', async () => {
    const path = await file('long.csv', `a,b\n${'some text,0.125\n'.repeat(500_000)}`);
    for (const after of [0, 5, 20]) {
      const reason = new Error('enough');
      const controller = new AbortController();
      setTimeout(() => controller.abort(reason), after);
      await expect(readTable(path, { signal: controller.signal })).rejects.toBe(reason);
    }
  });
});

describe('a process that uses the package', () => {
  const run = async (code: string) => {
    const folder = fileURLToPath(new URL('..', import.meta.url));
    const args = ['--conditions=verisim-source', '--input-type=module', '-e', code];
    return (await promisify(execFile)(process.execPath, args, { cwd: folder, timeout: 60_000 })).stdout.trim();
  };
  const loaded = `process.report.getReport().sharedObjects.some((name) => /duckdb/i.test(name))`;

  it('does not load the native module by importing it', async () => {
    expect(await run(`await import('@verisim/io'); console.log(${loaded});`)).toBe('false');
  });

  it('writes Parquet without the native module, reads it with it, and ends by itself', async () => {
    const path = JSON.stringify(await file('ends.csv', 'a,b\n1,x\n'));
    const out = JSON.stringify(at('ends.parquet'));
    const code = `import { readTable, writeTable } from '@verisim/io'; const { table } = await readTable(${path});
      await writeTable(table, ${out}); console.log(${loaded});
      await readTable(${out}); await readTable('none.csv').catch((e) => console.log(e.code)); console.log(${loaded});`;
    expect(await run(code)).toBe('false\nio/file-not-found\ntrue');
  });
});

/** Temporary files left in the folder. */
const left = async () => (await readdir(at('.'))).filter((name) => name.startsWith('.'));
