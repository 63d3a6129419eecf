import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { BLOCK, generate, interrupted, JOURNAL, outputOf, ROWS, started, undisturbed } from './fault-start.ts';

let whole: string;

beforeAll(async () => {
  whole = await undisturbed();
});

describe('fault 1: kill -9', () => {
  test('[P D B] the same command goes on without a flag, to the same bytes, with fewer blocks to draw', async () => {
    const folder = started();
    expect((await interrupted(folder, ROWS, 2 * BLOCK, (kill) => kill('SIGKILL'))).code).toBe(137);
    expect(readdirSync(folder).sort()).toEqual([JOURNAL, `${JOURNAL}.lock`, 'real.csv']);
    const { code, stderr, stdout } = await generate(folder, [...ROWS, '--workers', '2']);
    expect(code).toBe(0);
    expect(stderr).toMatch(/going on after an interruption: \d blocks? (is|are) finished/);
    expect(stdout).toContain('200,000 rows');
    expect(outputOf(folder) === whole).toBe(true);
    expect(readdirSync(folder).sort()).toEqual(['out.csv', 'real.csv']);
  });
});

describe('fault 2: kill -9 before the rename', () => {
  test('[D B] what was there stays, and the half-written file goes when the command goes on', async () => {
    const folder = started();
    writeFileSync(join(folder, 'out.csv'), 'old\n');
    const fault = { file: 'out\\.csv$', calls: ['rename'] as const, nth: 1, does: 'kill-before' as const };
    expect((await generate(folder, ROWS, { fault })).code).toBe(137);
    expect(outputOf(folder)).toBe('old\n');
    expect(readdirSync(folder).filter((name) => name.endsWith('.tmp'))).toHaveLength(1);
    expect((await generate(folder, ROWS)).stderr).toContain('4 blocks are finished');
    expect(outputOf(folder) === whole).toBe(true);
    expect(readdirSync(folder).sort()).toEqual(['out.csv', 'real.csv']);
  });
});

describe('fault 3: signals', () => {
  test('[P D B M] Ctrl-C once: within 5 s, 130, says how to go on; then the same bytes', async () => {
    const folder = started();
    let asked = 0;
    const { code, stderr } = await interrupted(folder, ROWS, 2 * BLOCK, (kill) => {
      asked = performance.now();
      kill('SIGINT');
    });
    expect(performance.now() - asked).toBeLessThan(5000);
    expect(code).toBe(130);
    expect(stderr).toMatch(
      /blocks? (is|are) finished and kept in \.out\.csv\.verisim-journal; to go on, run the same command again:\n {2}verisim generate real\.csv -g marginals -o out\.csv --keep-every 0 -n 200000\n/,
    );
    expect(readdirSync(folder).sort()).toEqual([JOURNAL, 'real.csv']);
    expect((await generate(folder, ROWS)).code).toBe(0);
    expect(outputOf(folder) === whole).toBe(true);
  });

  test('[P D B] twice: at once; SIGTERM: 143; each time what is finished is kept', async () => {
    const folder = started();
    const twice = await interrupted(folder, ROWS, 2 * BLOCK, (kill) => {
      kill('SIGINT');
      kill('SIGINT');
    });
    expect(twice.code).toBe(130);
    const terminated = await interrupted(folder, ROWS, 2 * BLOCK, (kill) => kill('SIGTERM'));
    expect(terminated.code).toBe(143);
    expect((await generate(folder, ROWS)).stderr).toContain('going on');
    expect(outputOf(folder) === whole).toBe(true);
  });
});
