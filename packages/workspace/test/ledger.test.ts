import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { appendFile, cp, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { beforeEach, describe, expect, test } from 'vitest';
import { appendLedger, openWorkspace, readLedger, verifyLedger, type Workspace } from '../src/index.ts';
import { acquireLock } from '../src/lock-file.ts';
import { temporaryFolder } from './temporary.ts';

let workspace: Workspace;
let file: string;

beforeEach(async () => {
  workspace = await openWorkspace(await temporaryFolder());
  file = workspace.path('ledger.jsonl');
});

async function fill(count: number): Promise<void> {
  for (let i = 0; i < count; i++) await appendLedger(workspace, { event: 'step', details: { i, word: `schön ${i}` } });
}

async function rewrite(change: (lines: string[]) => readonly string[]): Promise<void> {
  const lines = (await readFile(file, 'utf8')).trimEnd().split('\n');
  await writeFile(file, `${change(lines).join('\n')}\n`);
}

const rules = async () => (await verifyLedger(workspace)).map(({ line, rule }) => `${line}:${rule}`);

/** The chain worked out once more, from its description and by Node alone. */
function outsideHash(entry: Record<string, unknown>): string {
  const sorted = (value: unknown): unknown =>
    value !== null && typeof value === 'object' && !Array.isArray(value)
      ? Object.fromEntries(
          Object.entries(value)
            .sort()
            .map(([key, member]) => [key, sorted(member)]),
        )
      : value;
  const { hash: _, ...body } = entry;
  return createHash('sha256')
    .update(JSON.stringify(sorted(body)))
    .digest('hex');
}

describe('appending', () => {
  test('chains entries by SHA-256, with time and place', async () => {
    await fill(3);
    const entries = await readLedger(workspace);
    expect(entries.map(({ index, event, details }) => [index, event, (details as { i: number }).i])).toEqual([
      [0, 'step', 0],
      [1, 'step', 1],
      [2, 'step', 2],
    ]);
    expect(entries[0].previous).toBe('0'.repeat(64));
    expect(entries[2].previous).toBe(entries[1].hash);
    for (const entry of entries) {
      expect(entry.hash).toBe(outsideHash({ ...entry }));
      expect(new Date(entry.time).toISOString()).toBe(entry.time);
    }
    expect(await rules()).toEqual([]);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });

  test('many at once, through two openings of one folder, keeps the chain', async () => {
    const other = await openWorkspace(join(workspace.folder, '..'));
    const both = [workspace, other];
    await Promise.all(
      Array.from({ length: 40 }, (_, i) => appendLedger(both[i % 2], { event: 'at-once', details: i })),
    );
    const entries = await readLedger(workspace);
    expect(entries.map(({ details }) => details as number).sort((a, b) => a - b)).toEqual([...Array(40).keys()]);
    expect(await rules()).toEqual([]);
  });

  test('from three processes at once keeps the chain', async () => {
    const script = fileURLToPath(new URL('./append-many.ts', import.meta.url));
    const args = ['--conditions=verisim-source', script, join(workspace.folder, '..'), '15'];
    await Promise.all([1, 2, 3].map(() => promisify(execFile)(process.execPath, args)));
    expect(await readLedger(workspace)).toHaveLength(45);
    expect(await rules()).toEqual([]);
  });

  test('an empty ledger is whole', async () => {
    expect(await readLedger(workspace)).toEqual([]);
    expect(await rules()).toEqual([]);
  });
});

describe('tampering is found and named', () => {
  beforeEach(() => fill(5));

  test.each<[string, (lines: string[]) => readonly string[], string[]]>([
    ['a changed word', (l) => l.with(2, l[2].replace('schön 2', 'schon 2')), ['3:changed-entry']],
    ['a changed time', (l) => l.with(1, l[1].replace('"time":"2', '"time":"3')), ['2:changed-entry']],
    ['white space', (l) => l.with(2, l[2].replace(',', ', ')), ['3:changed-entry']],
    ['a line that is no JSON', (l) => l.with(2, 'hello'), ['3:unreadable-line', '4:broken-chain']],
    ['a removed line', (l) => l.toSpliced(2, 1), ['3:wrong-place', '4:wrong-place', '4:cut']],
    [
      'a doubled line',
      (l) => l.toSpliced(2, 0, l[2]),
      ['4:wrong-place', '5:wrong-place', '6:wrong-place', '5:head-differs'],
    ],
    [
      'two lines in another order',
      (l) => l.with(1, l[2]).with(2, l[1]),
      ['2:wrong-place', '3:wrong-place', '4:broken-chain'],
    ],
    ['a removed last line', (l) => l.slice(0, -1), ['4:cut']],
    [
      'a removed first line',
      (l) => l.slice(1),
      ['1:wrong-place', '2:wrong-place', '3:wrong-place', '4:wrong-place', '4:cut'],
    ],
    ['no line left', () => [], ['1:unreadable-line', '1:cut']],
  ])('%s', async (_, change, expected) => {
    await rewrite(change);
    expect(await rules()).toEqual(expected);
    const failing = appendLedger(workspace, { event: 'more', details: null });
    await expect(failing).rejects.toMatchObject({ code: 'workspace/ledger-damaged' });
  });

  test('an entry rewritten with a fitting hash breaks the chain after it', async () => {
    await rewrite((lines) => lines.with(2, resealed(lines[2])));
    expect(await rules()).toEqual(['4:broken-chain']);
  });

  test('a last entry rewritten with a fitting hash differs from the head', async () => {
    await rewrite((lines) => lines.with(4, resealed(lines[4])));
    expect(await rules()).toEqual(['5:head-differs']);
  });

  test('a missing head, and a missing ledger', async () => {
    const head = await readFile(workspace.path('ledger.head'));
    await rm(workspace.path('ledger.head'));
    expect(await rules()).toEqual(['5:head-missing']);
    await writeFile(workspace.path('ledger.head'), head);
    await rm(file);
    expect(await rules()).toEqual(['1:cut']);
    expect((await verifyLedger(workspace))[0].message).toContain('0 entries where 5 were written');
  });

  test('cut at any byte: found, and never taken for whole', async () => {
    const whole = await readFile(file);
    for (let size = 0; size < whole.length - 1; size += 37) {
      await writeFile(file, whole.subarray(0, size));
      expect((await rules()).at(-1), `${size} bytes`).toMatch(/:cut$/);
    }
  });

  function resealed(line: string): string {
    const entry = { ...JSON.parse(line), details: 'forged' };
    return JSON.stringify(
      Object.fromEntries(Object.entries({ ...entry, hash: outsideHash(entry) }).sort(([a], [b]) => (a < b ? -1 : 1))),
    );
  }
});

describe('a write that was interrupted', () => {
  test('leaves a torn last line: named, then cut off and recorded', async () => {
    await fill(2);
    await appendFile(file, '{"details":{"i":2},"event":"st');
    expect(await rules()).toEqual(['3:torn-line']);
    expect(await readLedger(workspace)).toHaveLength(2);
    await appendLedger(workspace, { event: 'after', details: null });
    const entries = await readLedger(workspace);
    expect(entries.map(({ event }) => event)).toEqual(['step', 'step', 'ledger-repaired', 'after']);
    expect(entries[2].details).toMatchObject({ line: 3, characters: 30 });
    expect(await rules()).toEqual([]);
  });

  test('that lost only the line end costs nothing', async () => {
    await fill(2);
    await truncate(file, (await stat(file)).size - 1);
    expect(await rules()).toEqual([]);
    await fill(1);
    expect(await readLedger(workspace)).toHaveLength(3);
    expect(await rules()).toEqual([]);
  });

  test('by kill -9, at five moments, loses nothing and blocks nothing', async () => {
    const script = fileURLToPath(new URL('./append-many.ts', import.meta.url));
    const args = ['--conditions=verisim-source', script, join(workspace.folder, '..'), '100000'];
    let seen = 0;
    for (let moment = 1; moment <= 5; moment++) {
      const child = execFile(process.execPath, args);
      const ended = new Promise((resolve) => child.once('exit', resolve));
      while ((await readLedger(workspace)).length < seen + 3 * moment) await wait(3);
      child.kill('SIGKILL');
      await ended;
      await fill(1);
      expect(await rules()).toEqual([]);
      expect((await readLedger(workspace)).length).toBeGreaterThan(seen + 3 * moment);
      seen = (await readLedger(workspace)).length;
    }
  });

  test('between ledger and head is no problem', async () => {
    await fill(2);
    const head = await readFile(workspace.path('ledger.head'));
    await fill(1);
    await writeFile(workspace.path('ledger.head'), head);
    expect(await rules()).toEqual([]);
    await fill(1);
    expect(await rules()).toEqual([]);
  });
});

describe('ledger.lock', () => {
  test('of a dead process is taken over', async () => {
    await writeFile(workspace.path('ledger.lock'), JSON.stringify({ pid: 2 ** 22 + 1, host: hostname() }));
    await fill(1);
    expect(await readLedger(workspace)).toHaveLength(1);
  });

  test('of another machine is waited for, then named', async () => {
    await writeFile(workspace.path('ledger.lock'), JSON.stringify({ pid: 7, host: 'elsewhere' }));
    const failing = acquireLock(workspace.path('ledger.lock'), { what: 'The ledger', patience: 60 });
    await expect(failing).rejects.toMatchObject({ code: 'workspace/locked' });
    await expect(failing).rejects.toThrow('The ledger is in use by process 7 on elsewhere');
    setTimeout(() => rm(workspace.path('ledger.lock')), 60);
    await fill(1);
    expect(await readLedger(workspace)).toHaveLength(1);
  });
});

test('a copied workspace has a whole ledger and goes on', async () => {
  await fill(2);
  const elsewhere = await temporaryFolder();
  await cp(workspace.folder, join(elsewhere, '.verisim'), { recursive: true });
  workspace = await openWorkspace(elsewhere);
  await fill(1);
  expect(await rules()).toEqual([]);
  expect(await readLedger(workspace)).toHaveLength(3);
});
