import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { runChild } from '../../workspace/test/run-child.ts';
import { faultFolder, generate, JOURNAL, MAIN, outputOf, ROWS, started, undisturbed } from './fault-start.ts';

const NOBODY = 65_534;
let whole: string;

beforeAll(async () => {
  whole = await undisturbed();
});

describe('fault 4: the disk is full', () => {
  test('[M D B] of a small tmpfs: said, the blocks that fit are kept, and once there is room it goes on', async (context) => {
    const folder = faultFolder();
    const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=3m', 'tmpfs', folder]).status === 0;
    if (!mounted) {
      console.warn('skipped: fault 4 needs a tmpfs, which only root may mount');
      return context.skip();
    }
    onTestFinished(() => void spawnSync('umount', ['-l', folder]));
    started(folder);
    const full = await generate(folder, ROWS);
    expect(full.code).toBe(1);
    expect(full.stderr).toMatch(/error: .*could not be written.*ENOSPC|error: .*no space/i);
    expect(full.stderr).toContain('kept in');
    expect(readdirSync(folder).sort()).toEqual([JOURNAL, 'real.csv']);
    spawnSync('mount', ['-o', 'remount,size=64m', folder]);
    const { code, stderr } = await generate(folder, ROWS);
    expect(code).toBe(0);
    expect(stderr).toContain('going on after an interruption');
    expect(outputOf(folder) === whole).toBe(true);
  });

  test('[M] rows into /dev/full', () => {
    const folder = started();
    const env = { ...process.env, NODE: process.execPath, MAIN: fileURLToPath(MAIN) };
    const command = '"$NODE" --conditions=verisim-source "$MAIN" generate real.csv -g marginals -n 70000 > /dev/full';
    const { status, stderr } = spawnSync('sh', ['-c', command], { cwd: folder, env, encoding: 'utf8' });
    expect(status).toBe(1);
    expect(stderr).toContain('ENOSPC');
    expect(stderr).not.toMatch(/\n\s+at /);
  });
});

describe('fault 5 [M S]: what may not be written or opened', () => {
  test('a folder of somebody else, and an input that may not be read', async (context) => {
    const folder = started();
    chmodSync(folder, 0o755);
    const asNobody = { uid: NOBODY, env: { HOME: '/' } };
    const root = process.getuid?.() === 0;
    const tried = root ? await runChild(MAIN, ['--version'], { cwd: '/', ...asNobody }).catch(() => null) : null;
    if (tried?.code !== 0) {
      console.warn('skipped: fault 5 needs root, and sources that "nobody" may read');
      return context.skip();
    }
    const before = readdirSync(folder);
    const refused = await generate(folder, ROWS, asNobody);
    expect(refused.code).toBe(1);
    expect(refused.stderr).toMatch(/error: .*out\.csv/);
    expect(refused.stderr).not.toMatch(/\n\s+at /);
    expect(readdirSync(folder)).toEqual(before);
    chmodSync(join(folder, 'real.csv'), 0o600);
    chownSync(folder, NOBODY, NOBODY);
    const unread = await generate(folder, ROWS, asNobody);
    expect(unread.code).toBeGreaterThan(0);
    expect(unread.stderr).toMatch(/error: .*real\.csv/);
    expect(readdirSync(folder)).toEqual(before);
  });

  test('too few file handles: a whole output or a message, at any limit', () => {
    const folder = started();
    mkdirSync(join(folder, 'tmp'));
    const env = { ...process.env, NODE: process.execPath, MAIN: fileURLToPath(MAIN), TMPDIR: join(folder, 'tmp') };
    let failed = 0;
    for (const limit of [20, 26]) {
      const command = `ulimit -n ${limit}; exec "$NODE" --conditions=verisim-source "$MAIN" generate real.csv -g marginals -n 200000 -o out.csv`;
      const { status, stderr } = spawnSync('sh', ['-c', command], { cwd: folder, env, encoding: 'utf8' });
      if (status === 0) expect(outputOf(folder) === whole, `limit ${limit}`).toBe(true);
      else {
        failed++;
        expect(stderr, `limit ${limit}`).not.toBe('');
        expect(readdirSync(folder)).not.toContain('out.csv');
      }
      rmSync(join(folder, 'out.csv'), { force: true });
    }
    expect(failed).toBeGreaterThan(0);
  });
});
