import { cp, link, mkdir, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import {
  appendLedger,
  claimWorkspace,
  listRuns,
  lockHoldout,
  openWorkspace,
  readLedger,
  requireRun,
  startRun,
  verifyLedger,
  verifyRun,
  type Workspace,
} from '../src/index.ts';
import { acquireLock, releaseLock } from '../src/lock-file.ts';
import { thisProcess } from '../src/process-identity.ts';
import { countOf, runChild } from './run-child.ts';
import { mixedTable } from './tables.ts';
import { temporaryFolder } from './temporary.ts';

const CHILD = new URL('./workspace-child.ts', import.meta.url);
/** A pid that no Linux system gives out. */
const NOBODY = 2 ** 22 + 1;
let folder: string;
let workspace: Workspace;

beforeEach(async () => {
  folder = await temporaryFolder();
  workspace = await openWorkspace(folder);
});

async function everything(at: string): Promise<string[]> {
  const entries = await readdir(at, { recursive: true, withFileTypes: true });
  return entries.map((entry) => join(entry.parentPath, entry.name));
}

/** A process that has a run open, and how to end it. */
async function holder(): Promise<{ kill(): Promise<void>; pid: number }> {
  let stop: (signal: NodeJS.Signals) => void = () => {};
  const running = runChild(CHILD, [folder, 'hold'], {
    onStart: (kill) => {
      stop = kill;
    },
  });
  const written = () =>
    stat(workspace.path('runs')).then(async () =>
      (await everything(workspace.folder)).some((path) => path.endsWith('b.json')),
    );
  while (!(await written().catch(() => false))) await new Promise((done) => setTimeout(done, 20));
  const { pid } = JSON.parse(await readFile(workspace.path('writer.lock'), 'utf8'));
  return {
    pid,
    async kill() {
      stop('SIGKILL');
      await running;
    },
  };
}

describe('fault 26 [M]: two processes in one workspace', () => {
  test('the second is refused naming pid and host, whatever it wants to write', async () => {
    const other = await holder();
    try {
      const words = `The workspace is in use by process ${other.pid} on ${hostname()}.`;
      const attempts = [
        () => startRun(workspace, { name: 'second' }),
        () => appendLedger(workspace, { event: 'second', details: null }),
        () => lockHoldout(workspace, { table: mixedTable(20), rows: 5, seed: 1, source: { file: 'a.csv', hash: 'x' } }),
        () => claimWorkspace(workspace),
      ];
      for (const attempt of attempts) {
        const failing = attempt();
        await expect(failing).rejects.toMatchObject({ code: 'workspace/locked' });
        await expect(failing).rejects.toThrow(words);
      }
      expect((await listRuns(workspace)).map(({ state }) => state)).toEqual(['unfinished']);
    } finally {
      await other.kill();
    }
  });

  test('[D] after kill -9 the next one takes over, cleans up, and uses the unfinished folder again', async () => {
    const other = await holder();
    await other.kill();
    await writeFile(workspace.path('ledger.lock'), JSON.stringify({ ...thisProcess(), pid: NOBODY }));
    await mkdir(workspace.path('runs', '.part-abc'));
    const [left] = await listRuns(workspace);
    expect(left.state).toBe('unfinished');
    await expect(verifyRun(workspace, left.place)).rejects.toThrow('never finished');
    const run = await startRun(workspace, { name: 'kept', seed: 1 });
    expect(run.place).toBe(left.place);
    await run.writeText('c.txt', 'c');
    await run.finish(null);
    expect(await verifyRun(workspace, run.place)).toEqual([]);
    expect(await readdir(workspace.path('runs'))).toEqual([run.place]);
    expect((await readLedger(workspace)).map(({ event }) => event)).toEqual([
      'run-started',
      'run-restarted',
      'run-finished',
    ]);
    expect((await readdir(workspace.folder)).filter((name) => name.includes('lock'))).toEqual([]);
  });

  test('claims of one process nest, and the last one lets go', async () => {
    const [first, second] = await Promise.all([claimWorkspace(workspace), claimWorkspace(workspace)]);
    await first();
    await first();
    await expect(stat(workspace.path('writer.lock'))).resolves.toBeDefined();
    await second();
    await expect(stat(workspace.path('writer.lock'))).rejects.toThrow('ENOENT');
    await (await claimWorkspace(workspace))();
  });
});

describe('a lock file', () => {
  const lock = () => workspace.path('x.lock');
  const ask = { what: 'The thing' };

  test('of a process whose pid another one has by now is taken over', async () => {
    const { start, ...rest } = thisProcess();
    if (start === null) return console.warn('skipped: this system does not tell when a process started');
    await writeFile(lock(), JSON.stringify({ ...rest, pid: process.ppid, start: 'another-boot:1' }));
    await acquireLock(lock(), ask);
    expect(JSON.parse(await readFile(lock(), 'utf8'))).toEqual(thisProcess());
    await releaseLock(lock());
  });

  test('of another machine is refused, saying which file to remove', async () => {
    await writeFile(lock(), JSON.stringify({ pid: 7, host: 'elsewhere', start: null }));
    const failing = acquireLock(lock(), ask);
    await expect(failing).rejects.toThrow('The thing is in use by process 7 on elsewhere.');
    await expect(failing).rejects.toMatchObject({ code: 'workspace/locked', next: expect.stringContaining(lock()) });
  });

  test('that is empty or no JSON is not taken over', async () => {
    await writeFile(lock(), 'hello');
    await expect(acquireLock(lock(), ask)).rejects.toThrow('in use by another process');
  });

  test('that is not ours is not released', async () => {
    await writeFile(lock(), JSON.stringify({ pid: 7, host: 'elsewhere', start: null }));
    await releaseLock(lock());
    await expect(stat(lock())).resolves.toBeDefined();
  });

  test('of a dead process goes to exactly one of many, also when a taker-over died', async () => {
    const dead = JSON.stringify({ ...thisProcess(), pid: NOBODY });
    await writeFile(lock(), dead);
    await link(lock(), `${lock()}.takeover`);
    const outcomes = await Promise.allSettled(Array.from({ length: 8 }, () => acquireLock(lock(), ask)));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    await releaseLock(lock());
    expect((await readdir(workspace.folder)).filter((name) => name.startsWith('x.lock'))).toEqual([]);
  });
});

describe('faults 1 and 2 [D]: kill -9 at every write, sync and rename of a run', () => {
  test('a run is absent, unfinished or whole, the ledger too, and the same run then succeeds', async () => {
    const fault = { file: '\\.verisim', calls: ['write', 'sync', 'rename'] as const, nth: 0 };
    const points = countOf(await runChild(CHILD, [folder], { fault: { ...fault, does: 'count' } }));
    expect(points).toBeGreaterThan(20);
    for (let nth = 1; nth <= points; nth += 3) {
      const at = await temporaryFolder();
      const does = (['tear', 'kill-before', 'kill-after'] as const)[nth % 3];
      expect((await runChild(CHILD, [at], { fault: { ...fault, nth, does } })).code, `${does} ${nth}`).toBe(137);
      const half = await openWorkspace(at);
      expect((await verifyLedger(half)).filter(({ rule }) => rule !== 'torn-line')).toEqual([]);
      for (const { place, state } of await listRuns(half)) if (state === 'whole') await requireRun(half, place);
      const run = await startRun(half, { name: 'kept', seed: 1 });
      await run.writeText('a.txt', 'again');
      await run.finish(null);
      expect((await listRuns(half)).every(({ state }) => state === 'whole')).toBe(true);
      expect((await everything(half.folder)).filter((path) => /\.part-|\.lock/.test(path))).toEqual([]);
    }
  });
});

describe('fault 6 [M]: EIO', () => {
  test('on any write, sync or rename is told, and the run is never called finished', async () => {
    const fault = { file: '\\.verisim', calls: ['write', 'sync', 'rename'] as const, does: 'EIO' as const };
    for (const nth of [2, 9, 14, 17, 19]) {
      const at = await temporaryFolder();
      const { code, stderr } = await runChild(CHILD, [at], { fault: { ...fault, nth } });
      expect(code, `operation ${nth}`).toBe(1);
      expect(stderr).toContain('workspace/cannot-write');
      const runs = await listRuns(await openWorkspace(at));
      expect(runs.every(({ state }) => state === 'unfinished')).toBe(true);
    }
  });
});

describe('fault 11 [M]: an output that was cut after success', () => {
  test('fails loudly, naming the file', async () => {
    const run = await startRun(workspace, { name: 'cut' });
    await run.writeTable('data.parquet', mixedTable(50));
    await run.finish(null);
    await requireRun(workspace, run.place);
    await truncate(join(run.folder, 'data.parquet'), 100);
    const failing = requireRun(workspace, run.place);
    await expect(failing).rejects.toMatchObject({ code: 'workspace/run-changed' });
    await expect(failing).rejects.toThrow('data.parquet was changed');
  });
});

describe('fault 27 [B]: a workspace copied elsewhere', () => {
  test('goes on there: it names no place outside it', async () => {
    const run = await startRun(workspace, { name: 'moved' });
    await run.writeTable('data.parquet', mixedTable(50));
    const source = { file: join(folder, 'data', 'real.csv'), hash: 'abc' };
    await lockHoldout(workspace, { table: mixedTable(60), rows: 10, seed: 1, source });
    const elsewhere = await temporaryFolder();
    await cp(workspace.folder, join(elsewhere, '.verisim'), { recursive: true });
    await run.finish(null);
    const copy = await openWorkspace(elsewhere);
    await rm(copy.path('writer.lock'));
    for (const path of await everything(copy.folder)) {
      if ((await stat(path)).isFile()) expect((await readFile(path)).includes(folder), path).toBe(false);
    }
    const again = await startRun(copy, { name: 'moved' });
    expect(again.place).toBe(run.place);
    await again.writeTable('data.parquet', mixedTable(50));
    await again.finish(null);
    expect(await verifyRun(copy, again.place)).toEqual([]);
    expect(await readFile(join(again.folder, 'data.parquet'))).toEqual(
      await readFile(join(run.folder, 'data.parquet')),
    );
  });
});

test('folders are 0700 and files 0600 under umask 000, temporary ones too', async () => {
  const before = process.umask(0);
  try {
    workspace = await openWorkspace(await temporaryFolder());
    const seen = new Map<string, string>();
    let watching = true;
    const watch = (async () => {
      while (watching) {
        for (const path of [workspace.folder, ...(await everything(workspace.folder).catch(() => []))]) {
          const found = await stat(path).catch(() => null);
          if (found) seen.set(`${found.isFile() ? 'file' : 'folder'} ${path}`, (found.mode & 0o777).toString(8));
        }
        await new Promise((done) => setTimeout(done, 1));
      }
    })();
    const source = { file: 'a.csv', hash: 'abc' };
    await lockHoldout(workspace, { table: mixedTable(200), rows: 50, seed: 1, source });
    const run = await startRun(workspace, { name: 'private' });
    await run.writeTable('parts/data.parquet', mixedTable(2000));
    await run.writeTable('data.csv', mixedTable(2000));
    await run.finish(null);
    watching = false;
    await watch;
    const folders = [...seen].filter(([name, mode]) => name.startsWith('folder') && mode !== '700');
    // What io writes on its way lies in a folder for the owner alone; its name and mode are io's.
    const files = [...seen].filter(
      ([name, mode]) => name.startsWith('file') && mode !== '600' && !name.includes('.part-'),
    );
    expect(folders).toEqual([]);
    expect(files).toEqual([]);
    expect([...seen.keys()].filter((name) => name.startsWith('file')).length).toBeGreaterThan(8);
  } finally {
    process.umask(before);
  }
});
