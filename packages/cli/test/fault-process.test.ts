import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { BLOCK, generate, interrupted, MAIN, outputOf, ROWS, started, undisturbed } from './fault-start.ts';

let whole: string;

beforeAll(async () => {
  whole = await undisturbed();
});

describe('fault 26 [M]: two processes, one output', () => {
  test('the second is refused naming pid and host, and the first is not disturbed', async () => {
    const folder = started();
    let second = { code: 0, stdout: '', stderr: '' };
    const first = await interrupted(folder, ROWS, BLOCK, async (kill) => {
      kill('SIGSTOP');
      second = await generate(folder, ROWS);
      kill('SIGCONT');
    });
    expect(second.code).toBe(1);
    expect(second.stderr).toMatch(new RegExp(`in use by process \\d+ on ${hostname()}`));
    expect(first.code).toBe(0);
    expect(outputOf(folder) === whole).toBe(true);
  });
});

describe('fault 32: stdout is closed', () => {
  const shell = (folder: string, pipe: string) => {
    mkdirSync(join(folder, 'tmp'), { recursive: true });
    const command = `"$NODE" --conditions=verisim-source "$MAIN" generate real.csv -g marginals ${pipe}`;
    const env = { ...process.env, NODE: process.execPath, MAIN: fileURLToPath(MAIN), TMPDIR: join(folder, 'tmp') };
    return spawnSync('bash', ['-c', `set -o pipefail; ${command}`], { cwd: folder, env, encoding: 'utf8' });
  };

  test('[M] rows into head -1: no noise, no failure, nothing left behind', () => {
    const folder = started();
    const { status, stdout, stderr } = shell(folder, '-n 70000 | head -1');
    expect(stdout).toBe('age,group,score,y\n');
    expect(stderr).not.toMatch(/EPIPE|Error|\n\s+at /);
    expect(status).toBe(0);
    expect(readdirSync(join(folder, 'tmp'))).toEqual([]);
  });

  test('[D B] messages into nothing: the output is whole', () => {
    const folder = started();
    const { status } = shell(folder, '-n 200000 -o out.csv | true');
    expect(status).toBe(0);
    expect(outputOf(folder) === whole).toBe(true);
    expect(readdirSync(folder).sort()).toEqual(['out.csv', 'real.csv', 'tmp']);
  });
});
