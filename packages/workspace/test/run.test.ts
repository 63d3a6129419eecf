import { cp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { tableHash } from '@verisim/core';
import { readTable } from '@verisim/io';
import { beforeEach, describe, expect, test } from 'vitest';
import { openWorkspace, type Run, readLedger, startRun, verifyRun, type Workspace } from '../src/index.ts';
import { mixedTable } from './tables.ts';
import { temporaryFolder } from './temporary.ts';

const request = { name: 'Coverage gap', seed: 1, inputs: { file: 'a.csv', hash: 'abc' }, options: { rows: 10 } };
const table = mixedTable(50);
let workspace: Workspace;

beforeEach(async () => {
  workspace = await openWorkspace(await temporaryFolder());
});

async function made(at = workspace): Promise<Run> {
  const run = await startRun(at, request);
  await run.writeJson('report.json', { answer: 42, list: [1, null] });
  await run.writeText('notes/read me.txt', 'Grüße\n');
  await run.writeTable('data.parquet', table);
  await run.finish({ decision: 'use' });
  return run;
}

describe('a run', () => {
  test('keeps its files, their hashes and its summary', async () => {
    const run = await made();
    expect(run.folder).toBe(workspace.path('runs', run.place));
    expect(JSON.parse(await readFile(join(run.folder, 'report.json'), 'utf8'))).toEqual({
      answer: 42,
      list: [1, null],
    });
    expect(tableHash((await readTable(join(run.folder, 'data.parquet'), { like: table.spec })).table)).toBe(
      tableHash(table),
    );
    const manifest = JSON.parse(await readFile(join(run.folder, 'manifest.json'), 'utf8'));
    expect(manifest).toMatchObject({ id: run.id, request, summary: { decision: 'use' } });
    expect(Object.keys(manifest.files)).toEqual(['data.parquet', 'notes/read me.txt', 'report.json']);
    expect(new Date(manifest.time).toISOString()).toBe(manifest.time);
    expect((await readLedger(workspace)).map(({ event }) => event)).toEqual(['run-started', 'run-finished']);
    expect(await verifyRun(workspace, run.place)).toEqual([]);
    expect(await readdir(run.folder)).toHaveLength(4);
  });

  test('that is equal has the same id, its own folder, and the same bytes but for the time', async () => {
    const [first, second] = [await made(), await made()];
    expect(second.id).toBe(first.id);
    expect([first.place, second.place]).toEqual([first.id, `${first.id}.2`]);
    for (const name of ['report.json', 'notes/read me.txt', 'data.parquet']) {
      expect(await readFile(join(first.folder, name)), name).toEqual(await readFile(join(second.folder, name)));
    }
    const manifests = await Promise.all(
      [first, second].map(async ({ folder }) => {
        const { time, ...rest } = JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8'));
        return rest;
      }),
    );
    expect(manifests[0]).toEqual(manifests[1]);
  });

  test('has an id from its request alone, whatever the order of members', async () => {
    const other = await openWorkspace(await temporaryFolder());
    const { name, ...rest } = request;
    const turned = { ...Object.fromEntries(Object.entries(rest).reverse()), name } as typeof request;
    const run = await startRun(workspace, request);
    expect((await startRun(other, turned)).id).toBe(run.id);
    expect(run.id).toMatch(/^coverage-gap-[0-9a-f]{12}$/);
    expect((await startRun(other, { ...request, seed: 2 })).id).not.toBe(run.id);
    expect((await startRun(other, { name: '数据/..' })).id).toMatch(/^run-[0-9a-f]{12}$/);
  });

  test('started many times at once never shares a folder', async () => {
    const runs = await Promise.all(Array.from({ length: 5 }, () => startRun(workspace, request)));
    expect(new Set(runs.map(({ place }) => place)).size).toBe(5);
  });

  test.each(['../x', '/etc/x', 'a//b', '', 'manifest.json', '.part-x', 'a\\b', '..'])(
    'takes no file named "%s"',
    async (name) => {
      const run = await startRun(workspace, request);
      await expect(run.writeText(name, 'x')).rejects.toMatchObject({ code: 'workspace/bad-name' });
    },
  );

  test('takes nothing after it is finished', async () => {
    const run = await made();
    await expect(run.writeText('late.txt', 'x')).rejects.toMatchObject({ code: 'workspace/run-finished' });
    await expect(run.finish(null)).rejects.toMatchObject({ code: 'workspace/run-finished' });
  });

  test('leaves no half-written file when a write fails', async () => {
    const run = await startRun(workspace, request);
    await run.writeText('folder/inside.txt', 'x');
    await expect(run.writeText('folder', 'y')).rejects.toMatchObject({ code: 'workspace/cannot-write' });
    expect((await readdir(run.folder)).sort()).toEqual(['folder', 'manifest.json']);
  });
});

describe('verifyRun', () => {
  test('names what was changed, removed and added', async () => {
    const { folder, place } = await made();
    await writeFile(join(folder, 'report.json'), '{"answer":43}');
    await rm(join(folder, 'data.parquet'));
    await writeFile(join(folder, 'extra.txt'), '');
    expect(await verifyRun(workspace, place)).toEqual([
      'data.parquet is missing.',
      'report.json was changed.',
      'extra.txt was added.',
    ]);
  });

  test('names a manifest that was changed to fit', async () => {
    const { folder, place } = await made();
    const path = join(folder, 'manifest.json');
    await writeFile(path, (await readFile(path, 'utf8')).replace('"use"', '"do not use"'));
    expect(await verifyRun(workspace, place)).toEqual(['manifest.json was changed.']);
    await writeFile(path, 'nonsense');
    expect((await verifyRun(workspace, place))[0]).toBe('manifest.json was changed.');
  });

  test('works in a copy of the workspace', async () => {
    const { place } = await made();
    const elsewhere = await temporaryFolder();
    await cp(workspace.folder, join(elsewhere, '.verisim'), { recursive: true });
    expect(await verifyRun(await openWorkspace(elsewhere), place)).toEqual([]);
  });

  test('refuses runs that are absent or unfinished', async () => {
    const code = 'workspace/run-missing';
    await expect(verifyRun(workspace, 'no-such-run')).rejects.toMatchObject({ code });
    const { place } = await startRun(workspace, request);
    await expect(verifyRun(workspace, place)).rejects.toThrow('never finished');
    await expect(verifyRun(workspace, '../..')).rejects.toMatchObject({ code: 'workspace/bad-name' });
  });

  test('files are for their owner alone', async () => {
    const { folder } = await made();
    for (const name of ['report.json', 'data.parquet', 'manifest.json']) {
      expect((await stat(join(folder, name))).mode & 0o777, name).toBe(0o600);
    }
  });
});
